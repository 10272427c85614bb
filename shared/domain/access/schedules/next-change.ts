import { day, type Instant } from '../../../lib/clock.ts'
import { isOpen } from './is-open.ts'
import { dayOf, type HolidayTimes, holidaySpan, holidaysOf, spansOn } from './spans.ts'
import type { Timetable } from './timetable.ts'
import { type Reading, type WallClock, wallClock } from './wall-clock.ts'

/**
 * The first instant after `at` at which `isOpen`, asked with the same arguments, answers otherwise than at `at`; undefined
 * when it never will, or in an unknown zone. For a door's unlock schedule this is `nextTimeChange` (API document, Live Status).
 */
export const nextChange = (
  timetable: Timetable,
  holidaysAtSite: readonly HolidayTimes[],
  timeZone: string,
  at: Instant,
  groupEnabledUntil?: Instant,
): Instant | undefined => {
  const holidays = holidaysOf(timetable.holidaySource, holidaysAtSite)
  const clock = wallClock(timeZone, at)
  const neverEnabled = timetable.enablingGroupId !== undefined && (groupEnabledUntil === undefined || groupEnabledUntil <= at)
  if (!clock || neverEnabled) return undefined
  const openAt = (instant: Instant): boolean => isOpen(timetable, holidays, timeZone, instant, groupEnabledUntil)
  const openNow = openAt(at)
  const untilAt = timetable.enablingGroupId === undefined ? Number.POSITIVE_INFINITY : (groupEnabledUntil ?? at)
  for (const date of datesToAsk(timetable, holidays, dayOf(clock.readingAt(at)))) {
    const dayClock = wallClock(timeZone, date) ?? clock
    if (dayClock.firstAt(date) >= untilAt) break
    const change = changesOn(timetable, holidays, dayClock, date).find((instant) => instant > at && openAt(instant) !== openNow)
    if (change !== undefined) return Math.min(change, openNow ? untilAt : change)
  }
  return openNow && untilAt !== Number.POSITIVE_INFINITY ? untilAt : undefined
}

/**
 * Every instant of one date at which something begins or ends, sorted: of its own spans, and of its neighbours', since a clock
 * that falls back over midnight shows their ends again, and one that leaves out a day ends the day before it in the next.
 */
const changesOn = (timetable: Timetable, holidays: readonly HolidayTimes[], clock: WallClock, date: Reading): Instant[] => {
  const spans = [date - 2 * day, date - day, date, date + day].flatMap((one) => Object.values(spansOn(timetable, one)).flat())
  const instants = [...spans, ...holidays.map(holidaySpan)].flatMap(({ start, end }) => [
    clock.firstAt(start),
    clock.firstAt(end),
    clock.lastAt(end),
  ])
  const [from, to] = [clock.firstAt(date), clock.firstAt(date + day)]
  return instants.filter((instant) => from <= instant && instant < to).sort((one, other) => one - other)
}

/**
 * The dates on which a change may come, ascending. The week repeats, so that a change within it comes within two weeks
 * (one occurrence may fall into the hour that a clock jumps over); a fifth weekday of a month returns within 98 days, so two
 * of them within 200. What begins once, a holiday or an exception of one date, starts that count again.
 */
const datesToAsk = function* (timetable: Timetable, holidays: readonly HolidayTimes[], today: Reading): Generator<Reading> {
  const monthly = timetable.exceptions.some(({ on }) => on.kind === 'nth_weekday')
  const span = (monthly ? 200 : 15) * day
  const single = timetable.exceptions.flatMap(({ on }) => (on.kind === 'date' ? [Date.parse(`${on.date}T00:00:00Z`)] : []))
  const once = [...single, ...holidays.map(holidaySpan).flatMap(({ start, end }) => [dayOf(start), dayOf(end)])]
  let date = today - day
  for (const begin of [today, ...once].sort((one, other) => one - other)) {
    for (date = Math.max(date, begin - day); date <= begin + span; date += day) yield date
  }
}
