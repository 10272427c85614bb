import type { ScheduleId } from '../../../lib/ids.ts'
import { err, ok, type Result } from '../../../lib/result.ts'
import { raced } from '../../../lib/retry.ts'
import { untilFirst } from '../../change.ts'
import type { BeyondAssignment, ChangedMeanwhile, NotFound } from '../../common-errors.ts'
import type { Deps } from '../../deps.ts'
import type { Principal } from '../../identity/principals/principal.ts'
import { auditEvent } from '../../record/events/audit.ts'
import { mayChange, scheduleAsObject, storedSchedule } from './create.ts'
import type { ScheduleInUse, ScheduleNotEditable } from './errors.ts'

/** Deletes a schedule that nothing uses. A use that arrives in the same instant is denied at the door, never opened. */
export const removeSchedule = async (
  deps: Pick<Deps, 'schedules' | 'now' | 'newUuid' | 'pause' | 'whole'>,
  principal: Principal,
  scheduleId: ScheduleId,
): Promise<Result<void, NotFound<'schedule'> | ScheduleNotEditable | ScheduleInUse | BeyondAssignment | ChangedMeanwhile>> => {
  return untilFirst(deps, 'schedule', async () => {
    const [schedule, use] = await Promise.all([
      storedSchedule(deps, principal, scheduleId),
      deps.schedules.use(principal.accountId, scheduleId),
    ])
    if (!schedule) return err({ kind: 'not_found', what: 'schedule', id: scheduleId })
    if (!mayChange(principal, schedule)) return err({ kind: 'beyond_assignment' })
    if (!schedule.editable) return err({ kind: 'schedule_not_editable', scheduleId })
    if (use) return err({ kind: 'schedule_in_use', by: use })
    const stamp = { now: deps.now(), uuid: deps.newUuid() }
    const event = auditEvent(stamp, principal, 'schedule.deleted', scheduleAsObject(schedule))
    const removed = await deps.schedules.remove(principal.accountId, schedule, event)
    return removed.ok ? ok(undefined) : raced
  })
}
