import { day, type Instant, minute } from '../../../lib/clock.ts'
import { type DaySpans, dayOf, type HolidayTimes, holidaySpan, holidaysOf, type Span, spansOn } from './spans.ts'
import type { Timetable } from './timetable.ts'
import { type WallClock, wallClock } from './wall-clock.ts'

/**
 * Whether a schedule is open at `at`, on the wall clock of the site's zone. `holidays` are those that hold at the site
 * (`holidaysAt`); the timetable says which calendars count. An unknown zone is closed.
 *
 * What wins: an exception over everything else (API document, Create Schedule), `closed` over `open` where both hold; then,
 * within a holiday, the spans of `holiday` instead of the weekday's. A start is included, an end is not: a span to 17:00 is
 * closed at 17:00:00.
 *
 * The nights on which the clock changes, where the document is silent: a door must not open late, so what is open closes the
 * first time the clock shows its end and never opens again because an hour is shown twice. A span 01:30–02:30 is open for
 * two hours on the night the clock falls back (from the first 01:30 until 02:30), and for the half hour before the jump on
 * the night it springs forward over 02:00–03:00. A span within the hour jumped over is not open at all; one that starts in
 * it opens at the jump; one within the hour shown twice is open the first time only. What closes (a `closed` exception) or restricts
 * (a holiday) errs the other way: it holds until the clock shows its end for the last time.
 *
 * A group-enabled schedule is open only while `at` is before `groupEnabledUntil`: what `enabledUntil` gave when a member of
 * its enabling group was last granted at the site.
 */
export const isOpen = (
  timetable: Timetable,
  holidays: readonly HolidayTimes[],
  timeZone: string,
  at: Instant,
  groupEnabledUntil?: Instant,
): boolean => {
  const clock = wallClock(timeZone, at)
  if (!clock) return false
  if (timetable.enablingGroupId !== undefined && (groupEnabledUntil === undefined || at >= groupEnabledUntil)) return false
  return timetable.always === true || openByClock(timetable, holidays, clock, at)
}

/**
 * Until when a group-enabled schedule is enabled by a member of its enabling group who is granted at `grantedAt`; undefined
 * when that enables nothing. The document says only that such a group enables the schedule, and that the grace period is of
 * 0 to 60 minutes. Decided here: the grant counts for the block (or `open` exception) in which it falls, and for one that
 * begins no more than the grace period later, until that block ends. Being early opens nothing early: the schedule still
 * waits for its block. Each block, and so each day, has to be enabled again; after a block's end there is no grace.
 */
export const enabledUntil = (
  timetable: Timetable,
  holidays: readonly HolidayTimes[],
  timeZone: string,
  grantedAt: Instant,
): Instant | undefined => {
  const clock = wallClock(timeZone, grantedAt)
  if (!clock) return undefined
  const graceMs = (timetable.gracePeriodMinutes ?? 0) * minute
  const ends = daysAround(timetable, clock, grantedAt).flatMap(({ weekday, holiday, opened }) => {
    const reached = (span: Span): boolean =>
      clock.firstAt(span.start) - graceMs <= grantedAt && grantedAt < clock.firstAt(span.end)
    const inHoliday = (span: Span): boolean =>
      isHoliday(timetable, holidays, clock, Math.max(grantedAt, clock.firstAt(span.start)))
    return [
      ...weekday.filter((span) => reached(span) && !inHoliday(span)),
      ...holiday.filter((span) => reached(span) && inHoliday(span)),
      ...opened.filter(reached),
    ].map((span) => clock.firstAt(span.end))
  })
  return ends.length === 0 ? undefined : Math.max(...ends)
}

const openByClock = (timetable: Timetable, holidays: readonly HolidayTimes[], clock: WallClock, at: Instant): boolean => {
  const days = daysAround(timetable, clock, at)
  const holds = (spans: Span[]): boolean => spans.some((span) => clock.firstAt(span.start) <= at && at < clock.firstAt(span.end))
  if (days.some(({ closed }) => closed.some((span) => holdsToTheLast(span, clock, at)))) return false
  if (days.some(({ opened }) => holds(opened))) return true
  const kind = isHoliday(timetable, holidays, clock, at) ? 'holiday' : 'weekday'
  return days.some((spans) => holds(spans[kind]))
}

/** The day before and the day after count too: a clock that falls back over midnight shows the end of a day twice. */
const daysAround = (timetable: Timetable, clock: WallClock, at: Instant): DaySpans[] => {
  const today = dayOf(clock.readingAt(at))
  return [today - day, today, today + day].map((date) => spansOn(timetable, date))
}

const isHoliday = ({ holidaySource }: Timetable, holidays: readonly HolidayTimes[], clock: WallClock, at: Instant): boolean =>
  holidaysOf(holidaySource, holidays).some((holiday) => holdsToTheLast(holidaySpan(holiday), clock, at))

const holdsToTheLast = ({ start, end }: Span, clock: WallClock, at: Instant): boolean =>
  clock.firstAt(start) <= at && at < clock.lastAt(end)
