import { type Instant, second } from '../../../lib/clock.ts'
import type { GroupId, ScheduleId } from '../../../lib/ids.ts'
import { completionSeconds } from '../../places/access-points/door-rules.ts'
import type { DoorSide } from '../../places/access-points/entity.ts'
import { wallClock } from '../schedules/wall-clock.ts'
import type { DecisionMemory, WaitingPerson } from './decision.ts'
import type { Person } from './identify.ts'
import type { IndexedRules } from './index-rules.ts'
import { isOpenTo } from './passage.ts'
import type { PanelAccessPoint, PanelUser } from './rules.ts'

/** Where and when something is presented. */
export type Place = { rules: IndexedRules; point: PanelAccessPoint; side: DoorSide; at: Instant; memory: DecisionMemory }

/**
 * Whether a rule of a door is asked for at this side now, of a member of these groups. A schedule that nobody can read, since the rules lack
 * it or do not know the zone, counts as open: what is unclear is asked for.
 */
export const isAsked = (
  when: { scheduleId?: ScheduleId | undefined; side?: DoorSide | undefined } | undefined,
  { rules, point, side, at, memory }: Place,
  groupIds: readonly GroupId[],
): boolean => {
  if (!when || (when.side !== undefined && when.side !== side)) return false
  if (when.scheduleId === undefined || !rules.schedules.has(when.scheduleId) || !wallClock(point.timeZone, at)) return true
  return isOpenTo(rules, point, when.scheduleId, groupIds, at, memory)
}

/** Who waits at a reader, with what the rules say of them now. */
export type Waiter = { waiting: WaitingPerson; user: PanelUser }

/** Who presents, and who waits at the reader then. */
export type Presenting = Place & { person: Person; waiter: Waiter | undefined }

/** Who waits at a reader, as long as that counts. Nobody who has left the rules or was suspended meanwhile. */
export const waiterAt = (
  rules: IndexedRules,
  { waiting: all }: DecisionMemory,
  reader: string,
  at: Instant,
): Waiter | undefined => {
  const waiting = all?.[reader]
  if (!waiting || at < waiting.since || at > waiting.since + completionSeconds * second) return undefined
  const { user } = rules.people.ofUser(waiting.userId)
  return user && !user.suspended ? { waiting, user } : undefined
}
