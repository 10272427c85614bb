import type { FilterError } from '../lib/filter.ts'
import type { ChangedMeanwhile } from './common-errors.ts'
import type { ScheduleReferenceNotFound } from './schedules/create.ts'
import type { HolidayNotFound } from './schedules/holidays.ts'
import type { ScheduleInUse } from './schedules/remove.ts'
import type { ScheduleNotEditable, ScheduleNotFound } from './schedules/update.ts'
import type { SiteNotFound } from './sites/update.ts'

/** Every expected error of an operation that an API route may answer. The API's table of statuses covers all of them. */
export type DomainError =
  | FilterError
  | ChangedMeanwhile
  | SiteNotFound
  | ScheduleNotFound
  | ScheduleReferenceNotFound
  | ScheduleNotEditable
  | ScheduleInUse
  | HolidayNotFound
