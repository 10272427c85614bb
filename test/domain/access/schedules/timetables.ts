import fc from 'fast-check'
import { DateTime } from 'luxon'
import {
  Recurrence,
  ScheduleBlocks,
  type ScheduleException,
  type Timetable,
} from '../../../../shared/domain/access/schedules/schema.ts'
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

/** `09:00-17:00 18:00-20:00` as blocks. */
const blocks = (text: string) =>
  text
    .split(' ')
    .filter((part) => part !== '')
    .map((part) => ({ start: part.slice(0, 5), end: part.slice(6) }))

const days = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday', 'holiday'] as const

/** A timetable with these blocks on the days named. */
export const timetable = (week: Partial<Record<(typeof days)[number], string>>, more: Partial<Timetable> = {}): Timetable => ({
  blocks: ScheduleBlocks.parse(Object.fromEntries(Object.entries(week).map(([day, text]) => [day, blocks(text)]))),
  exceptions: [],
  ...more,
})

/** The same blocks on every weekday, none on holidays. */
export const daily = (text: string, more: Partial<Timetable> = {}): Timetable =>
  timetable(Object.fromEntries(days.filter((day) => day !== 'holiday').map((day) => [day, text])), more)

/** An exception on one date (`2025-03-30`), or on an n-th weekday (`SUNDAY 5`). */
export const exception = (enabling: 'ENABLE' | 'DISABLE', span: string, day: string): ScheduleException => ({
  enabling,
  start: span.slice(0, 5),
  end: span.slice(6),
  recurrence: Recurrence.parse(
    /^\d/.test(day)
      ? { type: 'SINGULAR', date: day }
      : { type: 'DAY_OF_MONTH', day: day.split(' ')[0], weekOfMonth: Number(day.split(' ')[1]) },
  ),
})

export const openers = GroupId.parse(77)

const time = fc
  .integer({ min: 0, max: 95 })
  .map((quarter) => `${String(Math.floor(quarter / 4)).padStart(2, '0')}:${String((quarter % 4) * 15).padStart(2, '0')}`)
const endTime = fc.oneof(time, fc.constant('23:59'))
const span = fc
  .tuple(time, endTime)
  .filter(([start, end]) => start < end)
  .map(([start, end]) => ({ start, end }))

const recurrence = (firstDate: string) =>
  fc.oneof(
    fc.integer({ min: 0, max: 12 }).map((offset) => ({
      type: 'SINGULAR' as const,
      date: DateTime.fromISO(firstDate, { zone: 'utc' }).plus({ days: offset }).toISODate() ?? firstDate,
    })),
    fc.record({
      type: fc.constant('DAY_OF_MONTH' as const),
      day: fc.constantFrom('MONDAY' as const, 'WEDNESDAY' as const, 'SATURDAY' as const, 'SUNDAY' as const),
      weekOfMonth: fc.integer({ min: 1, max: 5 }),
    }),
  )

/** Any timetable, with single dates near `firstDate`. */
export const anyTimetable = (firstDate: string) =>
  fc.record({
    blocks: fc.record(
      Object.fromEntries(days.map((day) => [day, fc.array(span, { maxLength: 2 })])),
      // Every day is a key of the record that was just made.
    ) as unknown as fc.Arbitrary<Timetable['blocks']>,
    exceptions: fc.array(
      fc
        .tuple(fc.constantFrom('ENABLE' as const, 'DISABLE' as const), span, recurrence(firstDate))
        .map(([enabling, times, on]) => ({ enabling, ...times, recurrence: on })),
      { maxLength: 3 },
    ),
  })

/** Any holiday of some hours or days, begun near `firstDate`. */
export const anyHoliday = (firstDate: string) =>
  fc.tuple(fc.integer({ min: 0, max: 240 }), fc.integer({ min: 1, max: 60 }), fc.boolean()).map(([from, hours, toEndOfDay]) => {
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
