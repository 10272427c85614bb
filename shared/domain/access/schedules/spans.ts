import { day, hour, minute } from '../../../lib/clock.ts'
import type { SiteId } from '../../../lib/ids.ts'
import type { Recurrence, ScheduleBlock, Timetable } from './schema.ts'
import type { Reading } from './wall-clock.ts'

/** A stretch on the wall clock: from `start` until `end`, exclusive. */
export type Span = { start: Reading; end: Reading }

/** What a schedule needs to know of a holiday: local date-times, as `Holiday` has them. */
export type HolidayTimes = { start: string; end: string }

/** The holidays that hold at a site: its own and the universal ones. */
export const holidaysAt = <One extends { siteId?: SiteId | undefined }>(holidays: readonly One[], siteId: SiteId): One[] =>
  holidays.filter((holiday) => holiday.siteId === undefined || holiday.siteId === siteId)

/** Midnight of the day that a reading lies in. */
export const dayOf = (reading: Reading): Reading => Math.floor(reading / day) * day

const timeOf = (text: string): number => Number(text.slice(0, 2)) * hour + Number(text.slice(3, 5)) * minute

/** By the field's convention an end of 23:59 includes that minute: it is the end of the day, which HH:MM cannot write. */
const spanOn = (date: Reading, { start, end }: ScheduleBlock): Span => ({
  start: date + timeOf(start),
  end: end === '23:59' ? date + day : date + timeOf(end),
})

/** A holiday on the wall clock; an end within 23:59 (`23:59:00`, `23:59:59`) is the end of that day. */
export const holidaySpan = ({ start, end }: HolidayTimes): Span => ({
  start: Date.parse(`${start}Z`),
  end: end.slice(11, 16) === '23:59' ? dayOf(Date.parse(`${end}Z`)) + day : Date.parse(`${end}Z`),
})

const dayNames = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'] as const
type DayName = (typeof dayNames)[number]
const dayName = (date: Reading): DayName => dayNames[new Date(date).getUTCDay()] ?? 'sunday'

const fallsOn = (recurrence: Recurrence, date: Reading): boolean =>
  recurrence.type === 'SINGULAR'
    ? Date.parse(`${recurrence.date}T00:00:00Z`) === date
    : recurrence.day === dayName(date).toUpperCase() && recurrence.weekOfMonth === Math.ceil(new Date(date).getUTCDate() / 7)

/** The spans that a timetable gives to one date, by what puts them there. */
export type DaySpans = { weekday: Span[]; holiday: Span[]; enabled: Span[]; disabled: Span[] }

export const spansOn = (timetable: Timetable, date: Reading): DaySpans => {
  const exceptions = timetable.exceptions.filter((exception) => fallsOn(exception.recurrence, date))
  const withEffect = (enabling: 'ENABLE' | 'DISABLE') =>
    exceptions.filter((exception) => exception.enabling === enabling).map((exception) => spanOn(date, exception))
  return {
    weekday: timetable.blocks[dayName(date)].map((block) => spanOn(date, block)),
    holiday: timetable.blocks.holiday.map((block) => spanOn(date, block)),
    enabled: withEffect('ENABLE'),
    disabled: withEffect('DISABLE'),
  }
}
