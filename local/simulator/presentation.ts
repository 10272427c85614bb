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

/** What a panel reports of a decision: that it was made, and that it blocks the reader, if it does. */
export const eventsOf = (verdict: Verdict, presented: Presented, stamp: Stamp): PanelEvent[] => [
  accessEvent(verdict, presented, stamp),
  ...('blocks' in verdict
    ? [
        {
          ...stamp,
          sequence: stamp.sequence + 1,
          kind: 'door' as const,
          accessPointId: presented.accessPointId,
          reason: 'attempts_exceeded',
        },
      ]
    : []),
]

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
