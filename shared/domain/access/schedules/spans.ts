import { day, second } from '../../../lib/clock.ts'
import type { CalendarId, SiteId } from '../../../lib/ids.ts'
import type { DaySpan, HolidaySource, Recurrence, Timetable, Weekday } from './timetable.ts'
import type { Reading } from './wall-clock.ts'

/** A stretch on the wall clock: from `start` until `end`, exclusive. */
export type Span = { start: Reading; end: Reading }

/** What a schedule needs to know of a holiday: local date-times, and the calendar it belongs to, as `Holiday` has them. */
export type HolidayTimes = { start: string; end: string; calendarId?: CalendarId | undefined }

/** The holidays that hold at a site, of any calendar: its own and those of every site. */
export const holidaysAt = <One extends { siteId?: SiteId | undefined }>(holidays: readonly One[], siteId: SiteId): One[] =>
  holidays.filter((holiday) => holiday.siteId === undefined || holiday.siteId === siteId)

/** Of the holidays that hold at a site, those that a schedule knows: of no calendar, or of the calendars that it chooses. */
export const holidaysOf = <One extends HolidayTimes>(source: HolidaySource, holidays: readonly One[]): One[] =>
  holidays.filter(({ calendarId }) =>
    source.kind === 'site' ? calendarId === undefined : calendarId !== undefined && source.calendarIds.includes(calendarId),
  )

/** Midnight of the day that a reading lies in. */
export const dayOf = (reading: Reading): Reading => Math.floor(reading / day) * day

const spanOn = (date: Reading, { startSecond, endSecond }: DaySpan): Span => ({
  start: date + startSecond * second,
  end: date + endSecond * second,
})

/** A holiday on the wall clock; an end within 23:59 (`23:59:00`, `23:59:59`) is the end of that day. */
export const holidaySpan = ({ start, end }: HolidayTimes): Span => ({
  start: Date.parse(`${start}Z`),
  end: end.slice(11, 16) === '23:59' ? dayOf(Date.parse(`${end}Z`)) + day : Date.parse(`${end}Z`),
})

const dayNames = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'] as const
/** The weekday of a date, which is its midnight. */
export const dayName = (date: Reading): Weekday => dayNames[new Date(date).getUTCDay()] ?? 'sunday'

const fallsOn = (on: Recurrence, date: Reading): boolean =>
  on.kind === 'date'
    ? Date.parse(`${on.date}T00:00:00Z`) === date
    : on.weekday === dayName(date) && on.week === Math.ceil(new Date(date).getUTCDate() / 7)

/** The spans that a timetable gives to one date, by what puts them there. */
export type DaySpans = { weekday: Span[]; holiday: Span[]; opened: Span[]; closed: Span[] }

export const spansOn = (timetable: Timetable, date: Reading): DaySpans => {
  const exceptions = timetable.exceptions.filter(({ on }) => fallsOn(on, date))
  const withEffect = (wanted: 'open' | 'closed') =>
    exceptions.filter(({ effect }) => effect === wanted).map(({ span }) => spanOn(date, span))
  return {
    weekday: timetable.week[dayName(date)].map((span) => spanOn(date, span)),
    holiday: timetable.week.holiday.map((span) => spanOn(date, span)),
    opened: withEffect('open'),
    closed: withEffect('closed'),
  }
}
