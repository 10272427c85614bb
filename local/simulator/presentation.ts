import { decide } from '../../shared/domain/access/decisions/decide.ts'
import {
  type Decision,
  type DecisionMemory,
  type Presented,
  rememberedUntil,
} from '../../shared/domain/access/decisions/decision.ts'
import type { IndexedRules } from '../../shared/domain/access/decisions/index-rules.ts'
import type { DoorPosture } from '../../shared/domain/access/decisions/posture.ts'
import { isOpen } from '../../shared/domain/access/schedules/is-open.ts'
import type { Instant } from '../../shared/lib/clock.ts'
import { definedOf } from '../../shared/lib/defined.ts'
import type { AccessPointId } from '../../shared/lib/ids.ts'
import type { AccessEvent, PanelEvent } from '../../shared/panel-protocol/events.ts'

/** What a panel answers to what was held to its reader: `decide`'s verdict, or that it has no rules yet. */
export type Verdict = Decision | { decision: 'denied'; reason: 'no_rules' }

/** A panel without rules lets nobody in, and says why. */
export const decideBy = (
  rules: IndexedRules | undefined,
  presented: Presented,
  at: Instant,
  memory: DecisionMemory,
  posture: DoorPosture,
): Verdict => (rules ? decide(rules, presented, at, memory, posture) : { decision: 'denied', reason: 'no_rules' })

/** Whether the door stands unlocked because its unlock schedule is open. */
export const isUnlockedBySchedule = (rules: IndexedRules, id: AccessPointId, at: Instant, memory: DecisionMemory): boolean => {
  const point = rules.accessPoints.get(id)
  const schedule = point?.unlockScheduleId && rules.schedules.get(point.unlockScheduleId)
  if (!point || !schedule) return false
  const enabledUntil = rememberedUntil(memory, point.siteId, schedule.id)
  return isOpen(schedule, rules.holidays.get(point.siteId) ?? [], point.timeZone, at, enabledUntil)
}

/** What a panel reports of a decision: that it was made, the silent alarm that it raises, what it breaches in areas, and that it blocks the reader, where it does. */
export const eventsOf = (verdict: Verdict, presented: Presented, stamp: Stamp): PanelEvent[] => {
  const { accessPointId } = presented
  const door = { ...stamp, kind: 'door' as const, accessPointId }
  const events = [
    accessEvent(verdict, presented, stamp),
    ...('alarm' in verdict
      ? [{ ...door, reason: 'silent_alarm', ...definedOf({ credentialId: verdict.credentialId, userId: verdict.userId }) }]
      : []),
    ...('breaches' in verdict ? (verdict.breaches ?? []).map((breach) => ({ ...door, ...breach })) : []),
    ...('blocks' in verdict ? [{ ...door, reason: 'attempts_exceeded' }] : []),
  ]
  return events.map((event, index) => ({ ...event, sequence: stamp.sequence + index }))
}

type Stamp = Pick<AccessEvent, 'sequence' | 'occurredAt' | 'configVersion' | 'clockQuality'>

/** The event of a decision. The PIN stays out of it. */
export const accessEvent = (
  verdict: Verdict,
  { accessPointId, side, readerId, kind, encodedCredential, bits, pin }: Presented,
  stamp: Stamp,
): AccessEvent => ({
  ...stamp,
  kind: 'access',
  accessPointId,
  ...(side === undefined ? {} : { side }),
  ...(readerId === undefined ? {} : { readerId }),
  decision: verdict.decision,
  reason: verdict.reason,
  presented: {
    ...(kind === undefined ? {} : { kind }),
    ...(encodedCredential === undefined ? {} : { encodedCredential }),
    ...(bits === undefined ? {} : { bits }),
    ...(pin === undefined ? {} : { pinUsed: true }),
  },
  ...('credentialId' in verdict ? { credentialId: verdict.credentialId } : {}),
  ...('userId' in verdict ? { userId: verdict.userId } : {}),
  ...('floors' in verdict && verdict.floors ? { floorIds: [...verdict.floors] } : {}),
})
