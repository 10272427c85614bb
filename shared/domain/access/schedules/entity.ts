import { z } from 'zod'
import { CalendarId, CompanyId, GroupId, HolidayId, ScheduleId, SiteId } from '../../../lib/ids.ts'
import { type HolidaySource, Timetable } from './timetable.ts'

/**
 * A schedule as it is stored. No `siteId`: universal. Not `editable`: made with the account, never changed or deleted. The
 * names of its site and its enabling group are copies, kept for listings and their filters.
 */
export const Schedule = Timetable.omit({ always: true }).extend({
  id: ScheduleId,
  name: z.string(),
  editable: z.boolean(),
  siteId: SiteId.optional(),
  siteName: z.string().optional(),
  enablingGroupId: GroupId.optional(),
  enablingGroupName: z.string().optional(),
  createdAt: z.number(),
  updatedAt: z.number(),
  version: z.number(),
})
export type Schedule = z.infer<typeof Schedule>

/**
 * What an administrator says of a schedule; its site is chosen once, when it is created. Without a `holidaySource` it stays as
 * it is, and is `site` for a new schedule.
 */
export type ScheduleSettings = Pick<Schedule, 'name' | 'enablingGroupId' | 'gracePeriodMinutes' | 'week' | 'exceptions'> & {
  holidaySource?: HolidaySource
}
export type CreateSchedule = ScheduleSettings & { siteId?: SiteId | undefined }

/** The timetable of a stored schedule: of what an API serves, and of what a panel's rules carry. */
export const timetableOf = (schedule: Omit<Timetable, 'always'> & Pick<Schedule, 'editable'>): Timetable => ({
  ...(schedule.enablingGroupId === undefined ? {} : { enablingGroupId: schedule.enablingGroupId }),
  ...(schedule.gracePeriodMinutes === undefined ? {} : { gracePeriodMinutes: schedule.gracePeriodMinutes }),
  week: schedule.week,
  exceptions: schedule.exceptions,
  holidaySource: schedule.holidaySource,
  ...(schedule.editable ? {} : { always: true as const }),
})

/**
 * `YYYY-MM-DDTHH:MM:SS` without an offset: a time on the wall clock of whichever site reads it, so that one universal
 * holiday begins at midnight everywhere.
 */
export const LocalDateTime = z.string().regex(/^\d{4}-\d{2}-\d{2}T([01]\d|2[0-3]):[0-5]\d:[0-5]\d$/)

/**
 * A holiday as it is stored: from `start` until `end` (exclusive; an end within 23:59 runs to the end of that day). Without a
 * `siteId` it holds at every site. With a `calendarId` only schedules that choose that calendar know it.
 */
export const Holiday = z.object({
  id: HolidayId,
  name: z.string(),
  siteId: SiteId.optional(),
  siteName: z.string().optional(),
  calendarId: CalendarId.optional(),
  start: LocalDateTime,
  end: LocalDateTime,
  createdAt: z.number(),
  updatedAt: z.number(),
  version: z.number(),
})
export type Holiday = z.infer<typeof Holiday>

/** What an administrator says of a holiday. */
export type HolidaySettings = { name: string; start: string; end: string; siteId?: SiteId | undefined }

/** A named set of holidays that schedules may choose instead of those of the site; of one company, or of the whole account. */
export const Calendar = z.object({
  id: CalendarId,
  version: z.number(),
  name: z.string(),
  companyId: CompanyId.optional(),
  createdAt: z.number(),
  updatedAt: z.number(),
})
export type Calendar = z.infer<typeof Calendar>
