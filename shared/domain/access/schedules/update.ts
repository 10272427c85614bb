import type { ScheduleId } from '../../../lib/ids.ts'
import { err, ok, type Result } from '../../../lib/result.ts'
import { raced } from '../../../lib/retry.ts'
import { untilFirst } from '../../change.ts'
import type { ChangedMeanwhile, NotFound } from '../../common-errors.ts'
import type { Deps } from '../../deps.ts'
import type { Principal } from '../../identity/principals/principal.ts'
import { auditEvent, propertyChanges } from '../../record/events/audit.ts'
import type { HeldByOverride } from '../overrides/errors.ts'
import { heldDoorOf } from '../overrides/holding.ts'
import { mayChange, scheduleAsObject, scheduleNames, storedSchedule } from './create.ts'
import type { Schedule, ScheduleSettings } from './entity.ts'
import type { ScheduleNotEditable, ScheduleOutOfReach, ScheduleReferenceNotFound } from './errors.ts'

const properties = ['name', 'enablingGroupId', 'gracePeriodMinutes', 'week', 'exceptions', 'holidaySource'] as const

/**
 * Puts a whole schedule in place of another (API document, Update Schedule); its site stays. It is not edited while an override holds
 * a door that it unlocks.
 */
export const updateSchedule = async (
  deps: Pick<Deps, 'postures' | 'schedules' | 'sites' | 'groups' | 'now' | 'newUuid' | 'pause' | 'whole'>,
  principal: Principal,
  scheduleId: ScheduleId,
  wanted: ScheduleSettings,
): Promise<
  Result<
    Schedule,
    | NotFound<'schedule'>
    | ScheduleNotEditable
    | ScheduleReferenceNotFound
    | HeldByOverride
    | ScheduleOutOfReach
    | ChangedMeanwhile
  >
> => {
  return untilFirst(deps, 'schedule', async () => {
    const [schedule, names] = await Promise.all([
      storedSchedule(deps, principal, scheduleId),
      scheduleNames(deps, principal, { enablingGroupId: wanted.enablingGroupId }),
    ])
    if (!schedule) return err({ kind: 'not_found', what: 'schedule', id: scheduleId })
    if (!mayChange(principal, schedule)) return err({ kind: 'schedule_out_of_reach' })
    if (!schedule.editable) return err({ kind: 'schedule_not_editable', scheduleId })
    if (!names.ok) return names
    const now = deps.now()
    const { enablingGroupId, gracePeriodMinutes, ...rest } = wanted
    const { enablingGroupId: _group, enablingGroupName: _name, gracePeriodMinutes: _grace, ...kept } = schedule
    const next: Schedule = {
      ...kept,
      ...rest,
      ...names.value,
      ...(enablingGroupId === undefined ? {} : { enablingGroupId }),
      ...(gracePeriodMinutes === undefined ? {} : { gracePeriodMinutes }),
      version: schedule.version + 1,
      updatedAt: now,
    }
    const changes = propertyChanges(schedule, next, properties)
    if (changes.length === 0) return ok(schedule)
    const held = await heldDoorOf(deps, principal.accountId, scheduleId)
    if (held) return err(held)
    const stamp = { now, uuid: deps.newUuid() }
    const event = auditEvent(stamp, principal, 'schedule.updated', scheduleAsObject(next), changes)
    const replaced = await deps.schedules.replace(principal.accountId, next, event)
    return replaced.ok ? ok(next) : raced
  })
}
