import { definedOf } from '../../../lib/defined.ts'
import { ScheduleId } from '../../../lib/ids.ts'
import { err, ok, type Result } from '../../../lib/result.ts'
import type { ChangedMeanwhile } from '../../common-errors.ts'
import type { Deps } from '../../deps.ts'
import { isWithinLimits } from '../../identity/principals/limits.ts'
import type { Principal } from '../../identity/principals/principal.ts'
import { type AuditObject, auditEvent } from '../../record/events/audit.ts'
import { whole } from '../../whole.ts'
import type { CreateSchedule, Schedule } from './entity.ts'
import type { ScheduleOutOfReach, ScheduleReferenceNotFound } from './errors.ts'

/** What an audit event says of a schedule. */
export const scheduleAsObject = (schedule: Schedule): AuditObject => ({
  id: schedule.id,
  kind: 'schedule',
  name: schedule.name,
  scheduleId: schedule.id,
  ...(schedule.siteId === undefined ? {} : { site: { id: schedule.siteId, name: schedule.siteName ?? '' } }),
})

/** The names of the site and the group that a schedule refers to, as they are now. */
export const scheduleNames = async (
  deps: Pick<Deps, 'sites' | 'groups'>,
  { accountId }: Principal,
  { siteId, enablingGroupId }: { siteId?: number | undefined; enablingGroupId?: number | undefined },
): Promise<Result<{ siteName?: string; enablingGroupName?: string }, ScheduleReferenceNotFound>> => {
  const [site, group] = await Promise.all([
    siteId === undefined ? undefined : deps.sites.get(accountId, siteId),
    enablingGroupId === undefined ? undefined : deps.groups.get(accountId, enablingGroupId),
  ])
  if (siteId !== undefined && !site) return err({ kind: 'schedule_reference_not_found', field: 'siteId' })
  if (enablingGroupId !== undefined && !group) return err({ kind: 'schedule_reference_not_found', field: 'enablingGroupId' })
  return ok({ ...(site ? { siteName: site.siteName } : {}), ...(group ? { enablingGroupName: group.name } : {}) })
}

/**
 * Whether a schedule or a holiday is the caller's to change. Who is limited to some sites uses what is universal, and changes nothing
 * of it, nor of a schedule that a group enables which is not theirs.
 */
export const mayChange = (principal: Principal, { siteId, enablingGroupId }: Partial<Schedule>): boolean =>
  isWithinLimits(principal, { site: siteId ?? null, ...definedOf({ group: enablingGroupId }) })

/** A schedule that the caller sees, as it is stored: with a group that enables it also where that is not theirs. */
export const storedSchedule = async (
  deps: Pick<Deps, 'schedules' | 'whole'>,
  { accountId }: Principal,
  scheduleId: ScheduleId,
): Promise<Schedule | undefined> => {
  const schedule = await deps.schedules.get(accountId, scheduleId)
  return schedule && deps.whole ? whole(deps).schedules.get(accountId, scheduleId) : schedule
}

/** Adds a schedule (API document, Create Schedule). Without a site it is universal. */
export const createSchedule = async (
  deps: Pick<Deps, 'schedules' | 'sites' | 'groups' | 'now' | 'newId' | 'newUuid'>,
  principal: Principal,
  input: CreateSchedule,
): Promise<Result<Schedule, ScheduleReferenceNotFound | ScheduleOutOfReach | ChangedMeanwhile>> => {
  const names = await scheduleNames(deps, principal, input)
  if (!names.ok) return names
  if (!mayChange(principal, definedOf(input))) return err({ kind: 'schedule_out_of_reach' })
  const now = deps.now()
  const { siteId, enablingGroupId, gracePeriodMinutes, ...rest } = input
  const schedule: Schedule = {
    holidaySource: { kind: 'site' },
    ...rest,
    ...names.value,
    ...(siteId === undefined ? {} : { siteId }),
    ...(enablingGroupId === undefined ? {} : { enablingGroupId }),
    ...(gracePeriodMinutes === undefined ? {} : { gracePeriodMinutes }),
    id: ScheduleId.parse(deps.newId()),
    version: 1,
    editable: true,
    createdAt: now,
    updatedAt: now,
  }
  const event = auditEvent({ now, uuid: deps.newUuid() }, principal, 'schedule.created', scheduleAsObject(schedule))
  const added = await deps.schedules.add(principal.accountId, schedule, event)
  return added.ok ? ok(schedule) : err({ kind: 'changed_meanwhile', what: 'schedule' })
}
