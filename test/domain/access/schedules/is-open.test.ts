import fc from 'fast-check'
import { DateTime } from 'luxon'
import { describe, expect, it } from 'vitest'
import { enabledUntil, isOpen } from '../../../../shared/domain/access/schedules/is-open.ts'
import { holidaysAt } from '../../../../shared/domain/access/schedules/spans.ts'
import {
  alwaysOpenWeek,
  type DaySpan,
  type Timetable,
  type TimetableException,
} from '../../../../shared/domain/access/schedules/timetable.ts'
import { hour, type Instant, minute, second } from '../../../../shared/lib/clock.ts'
import { CalendarId, SiteId } from '../../../../shared/lib/ids.ts'
import {
  anyHoliday,
  anyTimetable,
  berlin,
  changes,
  daily,
  exception,
  kolkata,
  lordHowe,
  newYork,
  openers,
  timetable,
  when,
} from './timetables.ts'

type Row = readonly [local: string, open: boolean]
const expectRows = (zone: string, schedule: Timetable, rows: readonly Row[], holidays: { start: string; end: string }[] = []) => {
  expect(rows.map(([local]) => [local, isOpen(schedule, holidays, zone, when(zone, local))])).toEqual(rows)
}

describe('a block', () => {
  const nineToFive = daily('09:00-17:00')

  it.each([newYork, berlin, lordHowe, kolkata])('is open from its start, until just before its end, in %s', (zone) => {
    expectRows(zone, nineToFive, [
      ['2025-06-18T08:59:59.999', false],
      ['2025-06-18T09:00', true],
      ['2025-06-18T12:00', true],
      ['2025-06-18T16:59:59.999', true],
      ['2025-06-18T17:00', false],
    ])
  })

  it('that ends at 23:59 is open through that minute, and the next day begins with its own blocks', () => {
    const lateAndEarly = timetable({ wednesday: '22:00-23:59', thursday: '00:00-01:00' })
    expectRows(kolkata, lateAndEarly, [
      ['2025-06-18T21:59:59.999', false],
      ['2025-06-18T23:59:00', true],
      ['2025-06-18T23:59:59.999', true],
      ['2025-06-19T00:00', true],
      ['2025-06-19T00:59:59.999', true],
      ['2025-06-19T01:00', false],
    ])
    expectRows(kolkata, timetable({ wednesday: '22:00-23:59' }), [['2025-06-19T00:00', false]])
  })

  it('that ends at 23:58 is closed in the last two minutes of the day', () => {
    expectRows(newYork, daily('00:00-23:58'), [
      ['2025-06-18T23:57:59', true],
      ['2025-06-18T23:58', false],
      ['2025-06-18T23:59:59', false],
      ['2025-06-19T00:00', true],
    ])
  })

  it('is open to the second', () => {
    expectRows(berlin, daily('09:00:30-09:00:31'), [
      ['2025-06-18T09:00:29.999', false],
      ['2025-06-18T09:00:30', true],
      ['2025-06-18T09:00:30.999', true],
      ['2025-06-18T09:00:31', false],
    ])
  })

  it('belongs to the weekday of the site, not of UTC', () => {
    const monday = timetable({ monday: '00:00-23:59' })
    expectRows(newYork, monday, [
      ['2025-06-16T00:00', true],
      ['2025-06-16T23:00', true],
      ['2025-06-15T23:59:59.999', false],
      ['2025-06-17T00:00', false],
    ])
    expect(isOpen(monday, [], kolkata, Date.UTC(2025, 5, 15, 18, 30))).toBe(true)
    expect(isOpen(monday, [], kolkata, Date.UTC(2025, 5, 15, 18, 29, 59, 999))).toBe(false)
  })

  it('overlaps and touches others without a gap', () => {
    expectRows(berlin, daily('09:00-12:00 11:00-13:00 13:00-14:00'), [
      ['2025-06-18T12:30', true],
      ['2025-06-18T12:59:59.999', true],
      ['2025-06-18T13:00', true],
      ['2025-06-18T14:00', false],
    ])
  })

  it('holds on a leap day and over the end of a year', () => {
    expectRows(newYork, timetable({ thursday: '09:00-17:00' }), [
      ['2024-02-29T09:00', true],
      ['2024-02-29T17:00', false],
      ['2024-02-28T12:00', false],
    ])
    expectRows(berlin, timetable({ wednesday: '23:00-23:59', thursday: '00:00-00:30' }), [
      ['2025-12-31T23:59:59.999', true],
      ['2026-01-01T00:00', true],
      ['2026-01-01T00:30', false],
    ])
  })
})

describe('the night the clock springs forward', () => {
  it('ends a block over the jump at the time on the clock, so half an hour early by the stopwatch', () => {
    const block = timetable({ sunday: '01:30-02:30' })
    const jump = when(newYork, '2025-03-09T03:00')
    expect(when(newYork, '2025-03-09T01:30')).toBe(jump - 30 * minute)
    const open = (at: Instant) => isOpen(block, [], newYork, at)
    expect([jump - 30 * minute - 1, jump - 30 * minute, jump - 1, jump, jump + 30 * minute].map(open)).toEqual([
      false,
      true,
      true,
      false,
      false,
    ])
  })

  it('never opens a block within the hour that is left out', () => {
    const jump = when(berlin, '2025-03-30T03:00')
    for (let at = jump - hour; at < jump + hour; at += minute)
      expect(isOpen(timetable({ sunday: '02:15-02:45' }), [], berlin, at)).toBe(false)
  })

  it('opens a block that begins in that hour at the jump, and ends it on time', () => {
    const jump = when(berlin, '2025-03-30T03:00')
    const open = (at: Instant) => isOpen(timetable({ sunday: '02:30-03:30' }), [], berlin, at)
    expect([jump - 1, jump, jump + 30 * minute - 1, jump + 30 * minute].map(open)).toEqual([false, true, true, false])
  })

  it('shortens the half hour that Lord Howe leaves out, and no more', () => {
    const jump = when(lordHowe, '2025-10-05T02:30')
    const open = (at: Instant) => isOpen(timetable({ sunday: '01:45-02:45' }), [], lordHowe, at)
    expect([jump - 15 * minute - 1, jump - 15 * minute, jump, jump + 15 * minute - 1, jump + 15 * minute].map(open)).toEqual([
      false,
      true,
      true,
      true,
      false,
    ])
  })
})

describe('the night the clock falls back', () => {
  const first = (zone: string, local: string, offset: string) => when(zone, `${local}${offset}`)

  it('keeps a block open once from its start to its end, the repeated time included', () => {
    const block = timetable({ sunday: '01:30-02:30' })
    const begin = first(newYork, '2025-11-02T01:30', '-04:00')
    const end = first(newYork, '2025-11-02T02:30', '-05:00')
    expect(end - begin).toBe(2 * hour)
    const open = (at: Instant) => isOpen(block, [], newYork, at)
    expect(open(begin - 1)).toBe(false)
    for (let at = begin; at < end; at += minute) expect(open(at), new Date(at).toISOString()).toBe(true)
    expect(open(end)).toBe(false)
  })

  it('does not open a block again that has ended before the repeated hour', () => {
    const block = timetable({ sunday: '00:30-01:30' })
    const end = first(newYork, '2025-11-02T01:30', '-04:00')
    expect(isOpen(block, [], newYork, end - 1)).toBe(true)
    for (let at = end; at < end + 6 * hour; at += minute) expect(isOpen(block, [], newYork, at)).toBe(false)
  })

  it('opens a block within the repeated hour the first time only', () => {
    const block = timetable({ sunday: '02:15-02:45' })
    const open = (local: string, offset: string) => isOpen(block, [], berlin, first(berlin, local, offset))
    expect(open('2025-10-26T02:30', '+02:00')).toBe(true)
    expect(open('2025-10-26T02:30', '+01:00')).toBe(false)
  })

  it('repeats half an hour in Lord Howe', () => {
    const block = timetable({ sunday: '01:15-01:45' })
    const open = (local: string, offset: string) => isOpen(block, [], lordHowe, first(lordHowe, local, offset))
    expect(open('2025-04-06T01:40', '+11:00')).toBe(true)
    expect(open('2025-04-06T01:45', '+11:00')).toBe(false)
    expect(open('2025-04-06T01:40', '+10:30')).toBe(false)
  })

  it('ends the day once where midnight is shown twice', () => {
    const saturday = timetable({ saturday: '22:00-23:59' })
    const midnight = when('America/Havana', '2025-11-02T00:00-04:00')
    expect(isOpen(saturday, [], 'America/Havana', midnight - 1)).toBe(true)
    for (let at = midnight; at < midnight + 3 * hour; at += minute) expect(isOpen(saturday, [], 'America/Havana', at)).toBe(false)
  })

  it('ends the day after the repeated hour where the clock falls back over midnight', () => {
    const saturday = timetable({ saturday: '22:00-23:59' })
    const midnight = when('America/Santiago', '2025-04-06T00:00')
    for (let at = midnight - 3 * hour; at < midnight; at += minute)
      expect(isOpen(saturday, [], 'America/Santiago', at), new Date(at).toISOString()).toBe(true)
    expect(isOpen(saturday, [], 'America/Santiago', midnight)).toBe(false)
  })

  it('keeps a door closed until an exception that closes it has ended for the last time', () => {
    const schedule = daily('00:00-23:59', { exceptions: [exception('closed', '01:15-01:45', '2025-11-02')] })
    const open = (local: string, offset: string) => isOpen(schedule, [], newYork, first(newYork, local, offset))
    expect(open('2025-11-02T01:14', '-04:00')).toBe(true)
    expect(open('2025-11-02T01:15', '-04:00')).toBe(false)
    expect(open('2025-11-02T01:50', '-04:00')).toBe(false)
    expect(open('2025-11-02T01:00', '-05:00')).toBe(false)
    expect(open('2025-11-02T01:44', '-05:00')).toBe(false)
    expect(open('2025-11-02T01:45', '-05:00')).toBe(true)
  })
})

describe('a holiday', () => {
  const schedule = timetable({ thursday: '09:00-17:00', friday: '09:00-17:00', holiday: '10:00-12:00' })
  const newYear = { start: '2026-01-01T00:00:00', end: '2026-01-01T23:59:00' }

  it('counts for schedules that choose its calendar, and for no other', () => {
    const [ours, others] = [CalendarId.parse(1), CalendarId.parse(2)]
    const holidays = [{ start: '2025-12-25T00:00:00', end: '2025-12-25T23:59:59', calendarId: ours }]
    const openOn = (more: Partial<Timetable>) =>
      isOpen(daily('09:00-17:00', more), holidays, newYork, when(newYork, '2025-12-25T10:00'))
    expect(openOn({ holidaySource: { kind: 'calendars', calendarIds: [ours] } })).toBe(false)
    expect(openOn({ holidaySource: { kind: 'calendars', calendarIds: [others] } })).toBe(true)
    expect(openOn({})).toBe(true)
  })

  it('uses the holiday blocks instead of those of the weekday', () => {
    expectRows(
      berlin,
      schedule,
      [
        ['2026-01-01T09:30', false],
        ['2026-01-01T10:00', true],
        ['2026-01-01T12:00', false],
        ['2026-01-01T16:00', false],
        ['2026-01-02T09:30', true],
      ],
      [newYear],
    )
  })

  it('runs to the end of its day whether it ends at 23:59:00 or 23:59:59', () => {
    const allDay = timetable({ thursday: '00:00-23:59', friday: '00:00-23:59' })
    for (const end of ['2026-01-01T23:59:00', '2026-01-01T23:59:59', '2026-01-02T00:00:00'])
      expectRows(
        newYork,
        allDay,
        [
          ['2026-01-01T23:59:59.999', false],
          ['2026-01-02T00:00', true],
        ],
        [{ ...newYear, end }],
      )
  })

  it('may take part of a day, or several days', () => {
    expectRows(
      newYork,
      timetable({ thursday: '09:00-17:00', friday: '09:00-17:00' }),
      [
        ['2026-01-01T09:00', true],
        ['2026-01-01T11:59:59.999', true],
        ['2026-01-01T12:00', false],
        ['2026-01-02T09:59:59.999', false],
        ['2026-01-02T10:00', true],
      ],
      [{ start: '2026-01-01T12:00:00', end: '2026-01-02T10:00:00' }],
    )
  })

  it('begins at each site at the midnight of that site', () => {
    const at = when(berlin, '2026-01-01T00:00')
    const friday = timetable({ wednesday: '00:00-23:59', thursday: '00:00-23:59' })
    expect(isOpen(friday, [newYear], berlin, at)).toBe(false)
    expect(isOpen(friday, [newYear], newYork, at)).toBe(true)
  })

  it('holds at its own site, or, universal, at all of them', () => {
    const [here, there] = [SiteId.parse(1), SiteId.parse(2)]
    const all = [{ name: 'everywhere' }, { name: 'here', siteId: here }, { name: 'there', siteId: there }]
    expect(holidaysAt(all, here).map((one) => one.name)).toEqual(['everywhere', 'here'])
  })
})

describe('an exception', () => {
  const open = (exceptions: TimetableException[], local: string, holidays: { start: string; end: string }[] = []) =>
    isOpen(daily('09:00-17:00', { exceptions }), holidays, newYork, when(newYork, local))

  it('opens outside the blocks, on its date only', () => {
    const early = [exception('open', '05:00-09:00', '2022-03-19')]
    expect(open(early, '2022-03-19T05:00')).toBe(true)
    expect(open(early, '2022-03-19T08:59:59.999')).toBe(true)
    expect(open(early, '2022-03-19T04:59:59.999')).toBe(false)
    expect(open(early, '2022-03-18T05:00')).toBe(false)
    expect(open(early, '2022-03-26T05:00')).toBe(false)
  })

  it('closes within the blocks, every second Wednesday', () => {
    const closed = [exception('closed', '00:00-23:59', 'wednesday 2')]
    expect(open(closed, '2025-06-11T10:00')).toBe(false)
    expect(open(closed, '2025-06-04T10:00')).toBe(true)
    expect(open(closed, '2025-06-18T10:00')).toBe(true)
    expect(open(closed, '2025-07-09T10:00')).toBe(false)
    expect(open(closed, '2025-06-10T10:00')).toBe(true)
  })

  it('of the fifth weekday holds in the months that have one', () => {
    const fifth = [exception('closed', '00:00-23:59', 'friday 5')]
    expect(open(fifth, '2025-05-30T10:00')).toBe(false)
    expect(open(fifth, '2025-06-27T10:00')).toBe(true)
    expect(open(fifth, '2024-02-23T10:00')).toBe(true)
    expect(open([exception('closed', '00:00-23:59', 'thursday 5')], '2024-02-29T10:00')).toBe(false)
  })

  it('wins over a holiday', () => {
    const holiday = [{ start: '2025-12-25T00:00:00', end: '2025-12-25T23:59:00' }]
    expect(open([], '2025-12-25T10:00', holiday)).toBe(false)
    expect(open([exception('open', '10:00-11:00', '2025-12-25')], '2025-12-25T10:00', holiday)).toBe(true)
  })

  it('that closes wins over one that opens', () => {
    const both = [exception('open', '05:00-20:00', '2025-06-11'), exception('closed', '10:00-11:00', 'wednesday 2')]
    expect(open(both, '2025-06-11T19:00')).toBe(true)
    expect(open(both, '2025-06-11T10:30')).toBe(false)
    expect(open([...both].reverse(), '2025-06-11T10:30')).toBe(false)
  })
})

describe('a group-enabled schedule', () => {
  const schedule = daily('09:00-17:00', { enablingGroupId: openers, gracePeriodMinutes: 10 })
  const at = (local: string) => when(newYork, `2025-06-18T${local}`)
  const until = (local: string, one = schedule) => enabledUntil(one, [], newYork, at(local))

  it('stays closed until it is enabled, and closes with its block', () => {
    expect(isOpen(schedule, [], newYork, at('10:00'))).toBe(false)
    expect(isOpen(schedule, [], newYork, at('10:00'), at('17:00'))).toBe(true)
    expect(isOpen(schedule, [], newYork, at('10:00'), at('10:00'))).toBe(false)
    expect(isOpen(schedule, [], newYork, at('17:00'), at('18:00'))).toBe(false)
    expect(isOpen(schedule, [], newYork, at('10:00') + 24 * hour, at('17:00'))).toBe(false)
  })

  it('is enabled by a grant within the block, until the end of the block', () => {
    expect(until('09:00')).toBe(at('17:00'))
    expect(until('16:59:59.999')).toBe(at('17:00'))
    expect(until('17:00')).toBeUndefined()
    expect(until('03:00')).toBeUndefined()
  })

  it('is enabled by a grant up to the grace period before the block, and opens nothing early', () => {
    expect(until('08:50')).toBe(at('17:00'))
    expect(until('08:49:59.999')).toBeUndefined()
    expect(isOpen(schedule, [], newYork, at('08:59:59.999'), until('08:50'))).toBe(false)
    expect(isOpen(schedule, [], newYork, at('09:00'), until('08:50'))).toBe(true)
  })

  it('without a grace period is enabled from the start of the block only', () => {
    const strict = daily('09:00-17:00', { enablingGroupId: openers })
    expect(until('08:59:59.999', strict)).toBeUndefined()
    expect(until('09:00', strict)).toBe(at('17:00'))
  })

  it('has each block enabled separately', () => {
    const twoBlocks = daily('09:00-12:00 13:00-17:00', { enablingGroupId: openers, gracePeriodMinutes: 30 })
    expect(until('11:00', twoBlocks)).toBe(at('12:00'))
    expect(until('12:15', twoBlocks)).toBeUndefined()
    expect(until('12:30', twoBlocks)).toBe(at('17:00'))
  })

  it('is enabled for an exception that opens, and waits out one that closes', () => {
    const both = daily('09:00-17:00', {
      enablingGroupId: openers,
      exceptions: [exception('open', '18:00-20:00', '2025-06-18'), exception('closed', '08:00-10:00', '2025-06-18')],
    })
    expect(until('18:30', both)).toBe(at('20:00'))
    expect(isOpen(both, [], newYork, at('18:45'), at('20:00'))).toBe(true)
    expect(isOpen(both, [], newYork, at('18:45'))).toBe(false)
    expect(until('09:30', both)).toBe(at('17:00'))
    expect(isOpen(both, [], newYork, at('09:45'), at('17:00'))).toBe(false)
    expect(isOpen(both, [], newYork, at('10:00'), at('17:00'))).toBe(true)
  })

  it('is enabled by the blocks that hold on that day: those of the holiday on a holiday', () => {
    const withHoliday = timetable({ wednesday: '09:00-17:00', holiday: '10:00-12:00' }, { enablingGroupId: openers })
    const holiday = [{ start: '2025-06-18T00:00:00', end: '2025-06-18T23:59:00' }]
    expect(enabledUntil(withHoliday, holiday, newYork, at('10:30'))).toBe(at('12:00'))
    expect(enabledUntil(withHoliday, holiday, newYork, at('14:00'))).toBeUndefined()
    expect(enabledUntil(withHoliday, [], newYork, at('14:00'))).toBe(at('17:00'))
  })

  it('is enabled by nobody in an unknown zone', () => {
    expect(enabledUntil(schedule, [], 'Mars/Olympus', at('10:00'))).toBeUndefined()
  })
})

describe('a schedule without end', () => {
  const always: Timetable = { week: alwaysOpenWeek, exceptions: [], holidaySource: { kind: 'site' }, always: true }

  it('is open at every instant, marked or by its blocks alone, on holidays and when clocks change', () => {
    const byBlocks: Timetable = { week: alwaysOpenWeek, exceptions: [], holidaySource: { kind: 'site' } }
    const holiday = [{ start: '2025-03-09T00:00:00', end: '2025-11-02T23:59:00' }]
    for (const { zone, date } of changes)
      for (let at = when(zone, `${date}T00:00`) - 12 * hour, end = at + 48 * hour; at < end; at += 29 * minute + 59 * second) {
        expect(isOpen(always, holiday, zone, at)).toBe(true)
        expect(isOpen(byBlocks, holiday, zone, at), `${zone} ${new Date(at).toISOString()}`).toBe(true)
      }
  })

  it('is closed in an unknown zone', () => {
    expect(isOpen(always, [], 'Mars/Olympus', 0)).toBe(false)
  })
})

describe('any timetable', () => {
  it('is open, where the clock does not change, exactly when the clock shows a time in a block of the day', () => {
    fc.assert(
      fc.property(anyTimetable('2025-06-02'), fc.integer({ min: 0, max: 20 * 24 * 60 }), (schedule, minutes) => {
        const local = DateTime.fromISO('2025-06-01T00:00', { zone: kolkata }).plus({ minutes })
        const now = local.hour * 3600 + local.minute * 60
        const covers = ({ startSecond, endSecond }: DaySpan) => startSecond <= now && now < endSecond
        const nth = Math.ceil(local.day / 7)
        const today = schedule.exceptions.filter(({ on }) =>
          on.kind === 'date' ? on.date === local.toISODate() : on.weekday === local.weekdayLong?.toLowerCase() && on.week === nth,
        )
        const closed = today.some((one) => one.effect === 'closed' && covers(one.span))
        const opened = today.some((one) => one.effect === 'open' && covers(one.span))
        // luxon names every weekday of a valid date.
        const weekday = (local.weekdayLong ?? '').toLowerCase() as 'monday'
        const expected = !closed && (opened || schedule.week[weekday].some(covers))
        expect(isOpen(schedule, [], kolkata, local.toMillis())).toBe(expected)
      }),
      { numRuns: 2000 },
    )
  })

  it.each(changes)('opens and closes as the first and the last sight of its times say, when $name', ({ zone, date }) => {
    const step = 15 * minute
    const from = when(zone, `${date}T00:00`) - 72 * hour
    const instants = Array.from({ length: (6 * 24 * hour) / step }, (_, index) => from + index * step)
    const shown = instants.map((at) => DateTime.fromMillis(at, { zone }).toFormat("yyyy-MM-dd'T'HH:mm"))
    const anchor = DateTime.fromISO(date, { zone: 'utc' })
    const dates = [-2, -1, 0, 1, 2].map((days) => anchor.plus({ days }))
    fc.assert(
      fc.property(anyTimetable(anchor.minus({ days: 1 }).toISODate() ?? date), fc.nat(), (schedule, pick) => {
        const index = 40 * 4 + (pick % (48 * 4))
        const at = instants[index] ?? from
        const reading = (day: DateTime, second: number) => day.plus({ seconds: second }).toFormat("yyyy-MM-dd'T'HH:mm")
        const seen = (text: string) => shown.slice(0, index + 1).some((one) => one >= text)
        const within = (day: DateTime, { startSecond, endSecond }: DaySpan) =>
          seen(reading(day, startSecond)) && !seen(reading(day, endSecond))
        const withinToTheLast = (day: DateTime, { startSecond, endSecond }: DaySpan) =>
          seen(reading(day, startSecond)) && shown.slice(index).some((one) => one < reading(day, endSecond))
        const on = (day: DateTime) =>
          schedule.exceptions.filter(({ on }) =>
            on.kind === 'date'
              ? on.date === day.toISODate()
              : on.weekday === day.weekdayLong?.toLowerCase() && on.week === Math.ceil(day.day / 7),
          )
        const closed = dates.some((day) => on(day).some((one) => one.effect === 'closed' && withinToTheLast(day, one.span)))
        const opened = dates.some((day) => on(day).some((one) => one.effect === 'open' && within(day, one.span)))
        // luxon names every weekday of a valid date.
        const week = (day: DateTime) => schedule.week[(day.weekdayLong ?? '').toLowerCase() as 'monday']
        const expected = !closed && (opened || dates.some((day) => week(day).some((span) => within(day, span))))
        expect(isOpen(schedule, [], zone, at), `${shown[index]} ${new Date(at).toISOString()}`).toBe(expected)
      }),
      { numRuns: 400 },
    )
  })

  it('that an exception closes is never open more than without it', () => {
    fc.assert(
      fc.property(
        anyTimetable('2025-11-01'),
        fc.array(anyHoliday('2025-10-28'), { maxLength: 2 }),
        fc.integer({ min: 0, max: 12 * 24 * 60 }),
        (schedule, holidays, minutes) => {
          const at = when(newYork, '2025-10-29T00:00') + minutes * minute
          const closing = schedule.exceptions.filter((one) => one.effect === 'closed')
          const kept = { ...schedule, exceptions: schedule.exceptions.filter((one) => !closing.includes(one)) }
          if (isOpen(schedule, holidays, newYork, at)) expect(isOpen(kept, holidays, newYork, at)).toBe(true)
        },
      ),
      { numRuns: 1000 },
    )
  })
})
