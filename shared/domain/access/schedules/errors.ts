import type { ScheduleId } from '../../../lib/ids.ts'

/** The site or the enabling group that a schedule names is not one of the account's. */
export type ScheduleReferenceNotFound = { kind: 'schedule_reference_not_found'; field: 'siteId' | 'enablingGroupId' }

/** One of the two schedules that every account is made with. */
export type ScheduleNotEditable = { kind: 'schedule_not_editable'; scheduleId: ScheduleId }

/** The caller is limited to a part of the account, and the schedule reaches beyond it (API document, Create and Update Schedule). */
export type ScheduleOutOfReach = { kind: 'schedule_out_of_reach' }

/** Some access rule or some door still needs the schedule (API document, Delete Schedule). */
export type ScheduleInUse = { kind: 'schedule_in_use'; by: 'rule' | 'access-point' }

/** What an operation of schedules and holidays can end in on an API's route, besides the errors that every module has. */
export type ScheduleError = ScheduleReferenceNotFound | ScheduleNotEditable | ScheduleOutOfReach | ScheduleInUse
