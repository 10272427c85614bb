import { z } from 'zod'
import type { Holiday, Schedule } from '../../../domain/access/schedules/entity.ts'
import { holidaysOf } from '../../../domain/access/schedules/spans.ts'
import type { DaySpan, TimetableException, Week } from '../../../domain/access/schedules/timetable.ts'
import { omitEmpty } from '../../../lib/defined.ts'
import { universal } from './filter.ts'
import { ScheduleBlocks, ScheduleException } from './inputs.ts'
import { timeOfDay } from './time-of-day.ts'

/** A schedule as the listing answers it (API document, Schedule Listing). */
export const ScheduleListed = z
  .object({ id: z.number(), name: z.string(), editable: z.boolean(), siteName: z.string() })
  .meta({ id: 'ScheduleListed' })

/** A schedule as its retrieval answers it (API document, Schedule Retrieval). */
export const ScheduleWire = ScheduleListed.extend({
  siteId: z.number().optional(),
  enablingGroupId: z.number().optional(),
  enablingGroupName: z.string().optional(),
  gracePeriod: z.number().optional(),
  scheduleBlocks: ScheduleBlocks,
  scheduleExceptions: z.array(ScheduleException),
  holidays: z.array(z.object({ name: z.string(), start: z.string(), end: z.string() })),
}).meta({ id: 'Schedule' })

export const scheduleListed = (schedule: Schedule): z.infer<typeof ScheduleListed> => ({
  id: schedule.id,
  name: schedule.name,
  editable: schedule.editable,
  siteName: schedule.siteName ?? universal,
})

/** A schedule with the holidays, of all of the account, on which its holiday blocks hold. */
export const scheduleWire = (schedule: Schedule, holidays: readonly Holiday[]): z.infer<typeof ScheduleWire> =>
  omitEmpty({
    ...scheduleListed(schedule),
    siteId: schedule.siteId,
    enablingGroupId: schedule.enablingGroupId,
    enablingGroupName: schedule.enablingGroupName,
    gracePeriod: schedule.gracePeriodMinutes,
    scheduleBlocks: blocksOf(schedule.week),
    scheduleExceptions: schedule.exceptions.map(exceptionOf),
    holidays: holidaysOf(schedule.holidaySource, holidays)
      .filter(({ siteId }) => siteId === undefined || schedule.siteId === undefined || siteId === schedule.siteId)
      .map(({ name, start, end }) => ({ name, start, end })),
  })

const blockOf = ({ startSecond, endSecond }: DaySpan) => ({ start: timeOfDay(startSecond), end: timeOfDay(endSecond) })

const blocksOf = (week: Week): z.infer<typeof ScheduleBlocks> => ({
  monday: week.monday.map(blockOf),
  tuesday: week.tuesday.map(blockOf),
  wednesday: week.wednesday.map(blockOf),
  thursday: week.thursday.map(blockOf),
  friday: week.friday.map(blockOf),
  saturday: week.saturday.map(blockOf),
  sunday: week.sunday.map(blockOf),
  holiday: week.holiday.map(blockOf),
})

const weekdayNames = {
  monday: 'MONDAY',
  tuesday: 'TUESDAY',
  wednesday: 'WEDNESDAY',
  thursday: 'THURSDAY',
  friday: 'FRIDAY',
  saturday: 'SATURDAY',
  sunday: 'SUNDAY',
} as const

const exceptionOf = ({ effect, span, on }: TimetableException): z.infer<typeof ScheduleException> => ({
  enabling: effect === 'open' ? 'ENABLE' : 'DISABLE',
  ...blockOf(span),
  recurrence:
    on.kind === 'date'
      ? { type: 'SINGULAR', date: on.date }
      : { type: 'DAY_OF_MONTH', day: weekdayNames[on.weekday], weekOfMonth: on.week },
})

/** A holiday as the listing answers it (API document, Holiday Listing). */
export const HolidayWire = z
  .object({
    id: z.number(),
    name: z.string(),
    start: z.string(),
    end: z.string(),
    siteName: z.string(),
    siteId: z.number().optional(),
  })
  .meta({ id: 'Holiday' })

export const holidayWire = (holiday: Holiday): z.infer<typeof HolidayWire> => ({
  id: holiday.id,
  name: holiday.name,
  start: holiday.start,
  end: holiday.end,
  siteName: holiday.siteName ?? universal,
  ...(holiday.siteId === undefined ? {} : { siteId: holiday.siteId }),
})
