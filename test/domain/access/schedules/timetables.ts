import fc from 'fast-check'
import { DateTime } from 'luxon'
import {
  type DaySpan,
  Recurrence,
  type Timetable,
  type TimetableException,
  Week,
  weekdays,
} from '../../../../shared/domain/access/schedules/timetable.ts'
import type { Instant } from '../../../../shared/lib/clock.ts'
import { GroupId } from '../../../../shared/lib/ids.ts'

export const newYork = 'America/New_York'
export const berlin = 'Europe/Berlin'
export const lordHowe = 'Australia/Lord_Howe'
export const kolkata = 'Asia/Kolkata'

/** The instant of a wall-clock time. On a night that shows it twice, name the offset: `2025-11-02T01:30-05:00`. */
export const when = (zone: string, local: string): Instant => {
  const at = DateTime.fromISO(local, { zone })
  if (!at.isValid) throw new Error(`${local} in ${zone}: ${at.invalidExplanation}`)
  return at.toMillis()
}

/** Seconds after midnight of `HH:MM` or `HH:MM:SS`; an end of 23:59 is the end of the day. */
const secondOf = (text: string): number => {
  const [hours = 0, minutes = 0, seconds = 0] = text.split(':').map(Number)
  return hours * 3600 + minutes * 60 + seconds
}

/** `09:00-17:00` or `09:00:00-17:00:30` as a span. */
export const span = (text: string): DaySpan => {
  const [start = '', end = ''] = text.split('-')
  return { startSecond: secondOf(start), endSecond: end === '23:59' ? 86_400 : secondOf(end) }
}

/** `09:00-17:00 18:00-20:00` as spans. */
const spans = (text: string): DaySpan[] =>
  text
    .split(' ')
    .filter((part) => part !== '')
    .map(span)

const days = [...weekdays, 'holiday'] as const

/** A week with these spans on the days named, and none on others. */
export const week = (texts: Partial<Record<(typeof days)[number], string>>): Week =>
  Week.parse(Object.fromEntries(days.map((day) => [day, spans(texts[day] ?? '')])))

/** A timetable with these spans on the days named. */
export const timetable = (texts: Partial<Record<(typeof days)[number], string>>, more: Partial<Timetable> = {}): Timetable => ({
  week: week(texts),
  exceptions: [],
  holidaySource: { kind: 'site' },
  ...more,
})

/** The same spans on every weekday, none on holidays. */
export const daily = (text: string, more: Partial<Timetable> = {}): Timetable =>
  timetable(Object.fromEntries(days.filter((day) => day !== 'holiday').map((day) => [day, text])), more)

/** An exception on one date (`2025-03-30`), or on an n-th weekday (`sunday 5`). */
export const exception = (effect: 'open' | 'closed', text: string, day: string): TimetableException => ({
  effect,
  span: span(text),
  on: Recurrence.parse(
    /^\d/.test(day)
      ? { kind: 'date', date: day }
      : { kind: 'nth_weekday', weekday: day.split(' ')[0], week: Number(day.split(' ')[1]) },
  ),
})

export const openers = GroupId.parse(77)

const quarter = 900
const anySpan = fc
  .tuple(fc.integer({ min: 0, max: 95 }), fc.integer({ min: 1, max: 96 }))
  .filter(([start, end]) => start < end)
  .map(([start, end]) => ({ startSecond: start * quarter, endSecond: end * quarter }))

const recurrence = (firstDate: string, days: number) =>
  fc.oneof(
    fc.integer({ min: 0, max: days - 1 }).map((offset) => ({
      kind: 'date' as const,
      date: DateTime.fromISO(firstDate, { zone: 'utc' }).plus({ days: offset }).toISODate() ?? firstDate,
    })),
    fc.record({
      kind: fc.constant('nth_weekday' as const),
      weekday: fc.constantFrom('monday' as const, 'wednesday' as const, 'saturday' as const, 'sunday' as const),
      week: fc.integer({ min: 1, max: 5 }),
    }),
  )

/** Any timetable, with single dates of so many days from `firstDate` on. */
export const anyTimetable = (firstDate: string, singleDates = 13): fc.Arbitrary<Timetable> =>
  fc.record({
    week: fc.record(
      Object.fromEntries(days.map((day) => [day, fc.array(anySpan, { maxLength: 2 })])),
      // Every day is a key of the record that was just made.
    ) as unknown as fc.Arbitrary<Week>,
    exceptions: fc.array(
      fc.record({
        effect: fc.constantFrom('open' as const, 'closed' as const),
        span: anySpan,
        on: recurrence(firstDate, singleDates),
      }),
      { maxLength: 3 },
    ),
    holidaySource: fc.constant({ kind: 'site' as const }),
  })

/** Any holiday of some hours or days, begun within so many hours from `firstDate` on. */
export const anyHoliday = (firstDate: string, withinHours = 240) =>
  fc
    .tuple(fc.integer({ min: 0, max: withinHours }), fc.integer({ min: 1, max: 60 }), fc.boolean())
    .map(([from, hours, toEndOfDay]) => {
      const start = DateTime.fromISO(firstDate, { zone: 'utc' }).plus({ hours: from })
      const end = start.plus({ hours })
      const text = (at: DateTime) => at.toFormat("yyyy-MM-dd'T'HH:mm:ss")
      return { start: text(start), end: toEndOfDay ? `${text(end).slice(0, 10)}T23:59:00` : text(end) }
    })

/** Zones and dates around their next change of the clock, besides one that never changes. */
export const changes = [
  { zone: newYork, date: '2025-03-09', name: 'New York springs forward at 02:00' },
  { zone: newYork, date: '2025-11-02', name: 'New York falls back at 02:00' },
  { zone: berlin, date: '2025-03-30', name: 'Berlin springs forward at 02:00' },
  { zone: berlin, date: '2025-10-26', name: 'Berlin falls back at 03:00' },
  { zone: lordHowe, date: '2025-10-05', name: 'Lord Howe springs forward by 30 minutes at 02:00' },
  { zone: lordHowe, date: '2025-04-06', name: 'Lord Howe falls back by 30 minutes at 02:00' },
  { zone: 'America/Havana', date: '2025-11-02', name: 'Havana falls back to midnight' },
  { zone: 'America/Havana', date: '2025-03-09', name: 'Havana springs forward at midnight' },
  { zone: 'America/Santiago', date: '2025-04-06', name: 'Santiago falls back over midnight' },
  { zone: 'America/Santiago', date: '2025-09-07', name: 'Santiago springs forward at midnight' },
  { zone: 'Africa/Cairo', date: '2025-10-31', name: 'Cairo falls back over midnight' },
  { zone: 'America/St_Johns', date: '2010-11-07', name: 'Newfoundland falls back a minute after midnight, into the day before' },
  { zone: 'Pacific/Apia', date: '2011-12-30', name: 'Apia leaves out a whole day' },
  { zone: kolkata, date: '2025-03-30', name: 'Kolkata never changes' },
] as const
