import { z } from 'zod'
import { CalendarId, GroupId } from '../../../lib/ids.ts'

const secondsOfDay = 86_400

/** A stretch of one day on the wall clock, in seconds after midnight: open from `startSecond` until `endSecond`, exclusive. */
export const DaySpan = z
  .object({
    startSecond: z
      .int()
      .min(0)
      .max(secondsOfDay - 1),
    endSecond: z.int().min(1).max(secondsOfDay),
  })
  .refine(({ startSecond, endSecond }) => endSecond > startSecond)
export type DaySpan = z.infer<typeof DaySpan>

export const weekdays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const
export const Weekday = z.enum(weekdays)
export type Weekday = z.infer<typeof Weekday>

const spans = z.array(DaySpan)

/** The spans of each weekday, and of a holiday, which uses its own instead of its weekday's. */
export const Week = z.strictObject({
  monday: spans,
  tuesday: spans,
  wednesday: spans,
  thursday: spans,
  friday: spans,
  saturday: spans,
  sunday: spans,
  holiday: spans,
})
export type Week = z.infer<typeof Week>

const allDay: DaySpan[] = [{ startSecond: 0, endSecond: secondsOfDay }]

/** The spans of a schedule that never closes. */
export const alwaysOpenWeek: Week = {
  monday: allDay,
  tuesday: allDay,
  wednesday: allDay,
  thursday: allDay,
  friday: allDay,
  saturday: allDay,
  sunday: allDay,
  holiday: allDay,
}

/**
 * On which days an exception holds: one date, or the n-th such weekday of every month. A `week` of 5 means a fifth one, so a
 * month with four of them has none.
 */
export const Recurrence = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('date'), date: z.iso.date() }),
  z.object({ kind: z.literal('nth_weekday'), weekday: Weekday, week: z.int().min(1).max(5) }),
])
export type Recurrence = z.infer<typeof Recurrence>

/** A stretch of certain days that is open or closed whatever the week says. */
export const TimetableException = z.object({ effect: z.enum(['open', 'closed']), span: DaySpan, on: Recurrence })
export type TimetableException = z.infer<typeof TimetableException>

/** Whose holidays count: those of the site of the door (and those of every site), or those of the calendars that are named. */
export const HolidaySource = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('site') }),
  z.object({ kind: z.literal('calendars'), calendarIds: z.array(CalendarId).min(1) }),
])
export type HolidaySource = z.infer<typeof HolidaySource>

const maxGraceMinutes = 60

/**
 * When a schedule is open: what `isOpen` and `nextChange` read. With an `enablingGroupId` it is open only once a member of that
 * group has been granted access; `gracePeriodMinutes` is how early that may be. `always` is open whatever the rest says.
 */
export const Timetable = z.object({
  enablingGroupId: GroupId.optional(),
  gracePeriodMinutes: z.int().min(0).max(maxGraceMinutes).optional(),
  week: Week,
  exceptions: z.array(TimetableException),
  holidaySource: HolidaySource,
  always: z.literal(true).optional(),
})
export type Timetable = z.infer<typeof Timetable>
