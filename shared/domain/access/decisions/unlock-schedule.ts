import type { Instant } from '../../../lib/clock.ts'
import type { AccessPointId } from '../../../lib/ids.ts'
import { isOpen } from '../schedules/is-open.ts'
import { nextChange } from '../schedules/next-change.ts'
import { type DecisionMemory, emptyMemory, rememberedUntil } from './decision.ts'
import type { IndexedRules } from './index-rules.ts'

/** Whether a door's unlock schedule holds it unlocked, and when that next changes; no `nextChangeAt`: not while nobody enables it. */
export type ScheduledState = { unlocked: boolean; nextChangeAt?: Instant }

/**
 * What the unlock schedule of a door says at an instant. A door without one, or whose schedule or zone the rules lack, stays
 * locked. Whoever presents at an unlocked door is decided upon as at any other: `decide` does not ask this.
 */
export const scheduledState = (
  rules: IndexedRules,
  accessPointId: AccessPointId,
  at: Instant,
  memory: DecisionMemory = emptyMemory,
): ScheduledState => {
  const point = rules.accessPoints.get(accessPointId)
  const schedule = point?.unlockScheduleId === undefined ? undefined : rules.schedules.get(point.unlockScheduleId)
  if (!point || !schedule) return { unlocked: false }
  const holidays = rules.holidays.get(point.siteId) ?? []
  const until = rememberedUntil(memory, point.siteId, schedule.id)
  const nextChangeAt = nextChange(schedule, holidays, point.timeZone, at, until)
  return {
    unlocked: isOpen(schedule, holidays, point.timeZone, at, until),
    ...(nextChangeAt === undefined ? {} : { nextChangeAt }),
  }
}
