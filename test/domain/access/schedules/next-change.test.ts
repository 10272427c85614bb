import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isOpen } from '../../../../shared/domain/access/schedules/is-open.ts'
import { nextChange } from '../../../../shared/domain/access/schedules/next-change.ts'
import { alwaysOpenWeek, type Timetable } from '../../../../shared/domain/access/schedules/timetable.ts'
import { day, type Instant, minute } from '../../../../shared/lib/clock.ts'
import {
  anyHoliday,
  anyTimetable,
  berlin,
  changes,
  daily,
  exception,
  kolkata,
  newYork,
  openers,
  timetable,
  when,
} from './timetables.ts'

const next = (schedule: Timetable, zone: string, local: string, holidays: { start: string; end: string }[] = []) =>
  nextChange(schedule, holidays, zone, when(zone, local))

describe('the next change', () => {
  const nineToFive = daily('09:00-17:00')

  it('is the start of the next block when closed, and the end of this one when open', () => {
    expect(next(nineToFive, newYork, '2025-06-18T08:00')).toBe(when(newYork, '2025-06-18T09:00'))
    expect(next(nineToFive, newYork, '2025-06-18T09:00')).toBe(when(newYork, '2025-06-18T17:00'))
    expect(next(nineToFive, newYork, '2025-06-18T17:00')).toBe(when(newYork, '2025-06-19T09:00'))
  })

  it('is not the seam of two blocks, nor midnight between two days that are open throughout', () => {
    expect(next(daily('09:00-12:00 12:00-17:00'), kolkata, '2025-06-18T10:00')).toBe(when(kolkata, '2025-06-18T17:00'))
    const weekend = timetable({ saturday: '10:00-23:59', sunday: '00:00-20:00' })
    expect(next(weekend, kolkata, '2025-06-21T11:00')).toBe(when(kolkata, '2025-06-22T20:00'))
  })

  it('is given over the end of a year, and over a leap day', () => {
    expect(next(timetable({ friday: '09:00-17:00' }), newYork, '2025-12-27T00:00')).toBe(when(newYork, '2026-01-02T09:00'))
    expect(next(timetable({ thursday: '09:00-17:00' }), newYork, '2024-02-28T00:00')).toBe(when(newYork, '2024-02-29T09:00'))
  })

  it('is the jump of the clock when a block begins or ends in the hour left out', () => {
    const jump = when(berlin, '2025-03-30T03:00')
    expect(next(timetable({ sunday: '01:30-02:30' }), berlin, '2025-03-30T01:45')).toBe(jump)
    expect(next(timetable({ sunday: '02:30-04:00' }), berlin, '2025-03-30T01:45')).toBe(jump)
    expect(next(timetable({ sunday: '02:15-02:45' }), berlin, '2025-03-30T01:45')).toBe(when(berlin, '2025-04-06T02:15'))
  })

  it('is the last sight of the end of an exception that closes, on the night the clock falls back', () => {
    const closed = daily('00:00-23:59', { exceptions: [exception('closed', '01:15-01:45', '2025-11-02')] })
    expect(next(closed, newYork, '2025-11-02T01:20-04:00')).toBe(when(newYork, '2025-11-02T01:45-05:00'))
    expect(next(closed, newYork, '2025-11-02T01:50-04:00')).toBe(when(newYork, '2025-11-02T01:45-05:00'))
  })

  it('is the end of the day where the day after it is left out', () => {
    const thursday = timetable({ thursday: '00:00-23:59' })
    expect(next(thursday, 'Pacific/Apia', '2011-12-29T12:00')).toBe(when('Pacific/Apia', '2011-12-31T00:00'))
  })

  it('looks years ahead for an exception or a holiday, and months for a fifth weekday', () => {
    const always: Timetable = { week: { ...alwaysOpenWeek, holiday: [] }, exceptions: [], holidaySource: { kind: 'site' } }
    const once = { ...always, exceptions: [exception('closed', '10:00-11:00', '2031-05-05')] }
    expect(next(once, newYork, '2025-06-18T08:00')).toBe(when(newYork, '2031-05-05T10:00'))
    const holiday = [{ start: '2030-07-04T00:00:00', end: '2030-07-04T23:59:00' }]
    expect(next(always, newYork, '2025-06-18T08:00', holiday)).toBe(when(newYork, '2030-07-04T00:00'))
    expect(next(always, newYork, '2030-07-04T08:00', holiday)).toBe(when(newYork, '2030-07-05T00:00'))
    const fifth = { ...always, exceptions: [exception('closed', '10:00-11:00', 'monday 5')] }
    expect(next(fifth, newYork, '2025-10-01T00:00')).toBe(when(newYork, '2025-12-29T10:00'))
  })

  it('does not exist for a schedule that never closes, never opens, or has an unknown zone', () => {
    expect(
      next({ week: alwaysOpenWeek, exceptions: [], holidaySource: { kind: 'site' }, always: true }, newYork, '2025-06-18T08:00'),
    ).toBeUndefined()
    expect(
      next({ week: alwaysOpenWeek, exceptions: [], holidaySource: { kind: 'site' } }, newYork, '2025-06-18T08:00'),
    ).toBeUndefined()
    expect(next(timetable({ holiday: '09:00-17:00' }), newYork, '2025-06-18T08:00')).toBeUndefined()
    expect(nextChange(nineToFive, [], 'Mars/Olympus', 0)).toBeUndefined()
  })

  it('of a group-enabled schedule comes while it is enabled, and not at all otherwise', () => {
    const schedule = daily('09:00-17:00', { enablingGroupId: openers })
    const at = (local: string) => when(newYork, `2025-06-18T${local}`)
    expect(nextChange(schedule, [], newYork, at('10:00'))).toBeUndefined()
    expect(nextChange(schedule, [], newYork, at('10:00'), at('17:00'))).toBe(at('17:00'))
    expect(nextChange(schedule, [], newYork, at('08:55'), at('17:00'))).toBe(at('09:00'))
    expect(nextChange(schedule, [], newYork, at('17:00'), at('17:00'))).toBeUndefined()
    expect(nextChange(schedule, [], newYork, at('10:00'), at('12:00'))).toBe(at('12:00'))
    expect(nextChange(schedule, [], newYork, at('18:00'), at('20:00'))).toBeUndefined()
  })
})

describe('the next change of any timetable', () => {
  /** The first quarter of an hour at which the answer is another, looked for one by one. */
  const scan = (open: (at: Instant) => boolean, at: Instant, days: number): Instant | undefined => {
    const now = open(at)
    for (let one = Math.floor(at / (15 * minute) + 1) * 15 * minute; one < at + days * day; one += 15 * minute)
      if (open(one) !== now) return one
    return undefined
  }

  it.each(changes)('is where isOpen first answers otherwise, when $name', ({ zone, date }) => {
    const start = when(zone, `${date}T00:00`)
    const first = new Date(start - 2 * day).toISOString().slice(0, 10)
    fc.assert(
      fc.property(
        anyTimetable(first),
        fc.array(anyHoliday(first), { maxLength: 2 }),
        fc.integer({ min: -3 * 24 * 60, max: 2 * 24 * 60 }),
        fc.option(fc.integer({ min: 0, max: 4 * 24 * 4 })),
        (schedule, holidays, minutes, quarters) => {
          const at = start + minutes * minute
          const until = quarters === null ? undefined : Math.floor(at / (15 * minute) + quarters) * 15 * minute
          const asked: Timetable = until === undefined ? schedule : { ...schedule, enablingGroupId: openers }
          const found = nextChange(asked, holidays, zone, at, until)
          const scanned = scan((one) => isOpen(asked, holidays, zone, one, until), at, 20)
          if (found === undefined || found >= at + 20 * day) expect(scanned).toBeUndefined()
          else expect(found).toBe(scanned)
          if (found !== undefined) {
            expect(isOpen(asked, holidays, zone, found, until)).not.toBe(isOpen(asked, holidays, zone, at, until))
            expect(isOpen(asked, holidays, zone, found - 1, until)).toBe(isOpen(asked, holidays, zone, at, until))
          }
        },
      ),
      { numRuns: 12 },
    )
  })
})
