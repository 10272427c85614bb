import type { PanelAccessPoint, PanelRules } from '../../../../shared/domain/access/decisions/rules.ts'
import { type Answer, type Attempt, holidaysOfSite, isEnabled } from './decide.ts'
import { isLockedDown, modeOf } from './posture.ts'
import { isOpen } from './schedule.ts'

/** Whether the unlock schedule of a door is open, after what was before. */
export const isUnlockScheduleOpen = (
  rules: PanelRules,
  point: PanelAccessPoint,
  at: number,
  before: readonly Answer[],
): boolean => {
  const schedule = rules.schedules.find(({ id }) => id === point.unlockScheduleId)
  if (!schedule) return false
  const enabled = isEnabled(before, point.siteId, schedule.id, at)
  return isOpen(schedule, holidaysOfSite(rules, point.siteId), point.timeZone, at, enabled)
}

/** The table of the state of a door ("Posture and how doors stand"), without pulses. */
export const standsUnlocked = (
  point: PanelAccessPoint,
  { at, posture }: Pick<Attempt, 'at' | 'posture'>,
  isScheduleOpen: boolean,
  isFire: boolean,
): boolean => {
  if (isFire && !point.floor) return true
  if (isLockedDown(posture, point)) return false
  if (modeOf(posture, point.id) === 'egress') return true
  for (const { accessPointId, behavior, endsAt } of posture.overrides)
    if (accessPointId === point.id && !(endsAt !== undefined && endsAt <= at)) return behavior === 'unlock'
  return isScheduleOpen
}
