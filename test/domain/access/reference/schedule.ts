import type { PanelHoliday, PanelSchedule } from '../../../../shared/domain/access/decisions/rules.ts'
import { day, type Instant, minute, second } from '../../../../shared/lib/clock.ts'
import { type Clock, clockOf, whenReached } from './clock.ts'

/** A stretch on the wall clock. */
type Stretch = { start: number; end: number }

/** What opens does so when the clock has shown its start, and ends when it first shows its end: it never opens twice. */
const isOn = (clock: Clock, at: Instant): ((one: Stretch) => boolean) => {
  const reached = clock.reached(at)
  return ({ start, end }) => reached >= start && reached < end
}

/** What closes or restricts holds until the clock shows its end for the last time. */
const stillRestricts = (clock: Clock, at: Instant): ((one: Stretch) => boolean) => {
  const [reached, settled] = [clock.reached(at), clock.settled(at)]
  return ({ start, end }) => reached >= start && settled < end
}

/**
 * Whether a schedule is open by the holidays of a site and the clock on its wall. `enabled`: whether its enabling group, where it has
 * one, has enabled it.
 */
export const isOpen = (
  schedule: PanelSchedule,
  holidays: readonly PanelHoliday[],
  timeZone: string,
  at: Instant,
  enabled: boolean,
): boolean => {
  const clock = clockOf(timeZone, at)
  if (!clock) return false
  if (schedule.enablingGroupId !== undefined && !enabled) return false
  if (schedule.always) return true
  if (exceptionsOf(schedule, 'closed', clock, at).some(stillRestricts(clock, at))) return false
  if (exceptionsOf(schedule, 'open', clock, at).some(isOn(clock, at))) return true
  const blocks = isHoliday(schedule, holidays, clock, at)
    ? blocksOfHolidays(schedule, clock, at)
    : blocksOfWeek(schedule, clock, at)
  return blocks.some(isOn(clock, at))
}

/**
 * Until when a member of its enabling group who is granted at `at` enables it; undefined when not at all. The grant counts for the block
 * in which it falls, or which begins within the grace period.
 */
export const enabledUntil = (
  schedule: PanelSchedule,
  holidays: readonly PanelHoliday[],
  timeZone: string,
  at: Instant,
): Instant | undefined => {
  const clock = clockOf(timeZone, at)
  if (!clock) return undefined
  const grace = (schedule.gracePeriodMinutes ?? 0) * minute
  const begins = ({ start }: Stretch) => whenReached(clock, start, at)
  const ends = ({ end }: Stretch) => whenReached(clock, end, at)
  const [soon, now] = [clock.reached(at + grace), clock.reached(at)]
  const isReached = ({ start, end }: Stretch) => soon >= start && now < end
  const isThenHoliday = (one: Stretch) => isHoliday(schedule, holidays, clock, Math.max(at, begins(one)))
  const counts = [
    ...blocksOfWeek(schedule, clock, at).filter((one) => isReached(one) && !isThenHoliday(one)),
    ...blocksOfHolidays(schedule, clock, at).filter((one) => isReached(one) && isThenHoliday(one)),
    ...exceptionsOf(schedule, 'open', clock, at).filter(isReached),
  ]
  return counts.length === 0 ? undefined : Math.max(...counts.map(ends))
}

const names = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'] as const

/** The midnights of yesterday, today and tomorrow by what the clock shows. */
const datesAround = (clock: Clock, at: Instant): number[] => {
  const today = Math.floor(clock.shows(at) / day) * day
  return [-1, 0, 1].map((days) => today + days * day)
}

const blocksOfWeek = ({ week }: PanelSchedule, clock: Clock, at: Instant): Stretch[] =>
  datesAround(clock, at).flatMap((date) => week[names[new Date(date).getUTCDay()] ?? 'sunday'].map((span) => onDate(date, span)))

const blocksOfHolidays = ({ week }: PanelSchedule, clock: Clock, at: Instant): Stretch[] =>
  datesAround(clock, at).flatMap((date) => week.holiday.map((span) => onDate(date, span)))

const onDate = (date: number, span: { startSecond: number; endSecond: number }): Stretch => ({
  start: date + span.startSecond * second,
  end: date + span.endSecond * second,
})

const exceptionsOf = (schedule: PanelSchedule, effect: 'open' | 'closed', clock: Clock, at: Instant): Stretch[] =>
  datesAround(clock, at).flatMap((date) =>
    schedule.exceptions.filter((one) => one.effect === effect && isDateOf(one.on, date)).map(({ span }) => onDate(date, span)),
  )

/** Whether a date is the one that is named, or the n-th such weekday of its month, counted from the first of the month. */
const isDateOf = (on: PanelSchedule['exceptions'][number]['on'], date: number): boolean => {
  if (on.kind === 'date') return new Date(date).toISOString().slice(0, 10) === on.date
  const asked = new Date(date)
  let count = 0
  for (let one = Date.UTC(asked.getUTCFullYear(), asked.getUTCMonth(), 1); one <= date; one += day)
    if (names[new Date(one).getUTCDay()] === on.weekday) count += 1
  return names[asked.getUTCDay()] === on.weekday && count === on.week
}

/** Whether one of the holidays that the schedule knows holds: those of no calendar, or those of the calendars that it names. */
const isHoliday = (schedule: PanelSchedule, holidays: readonly PanelHoliday[], clock: Clock, at: Instant): boolean => {
  const { holidaySource } = schedule
  const holds = stillRestricts(clock, at)
  for (const holiday of holidays) {
    const isKnown =
      holidaySource.kind === 'site'
        ? holiday.calendarId === undefined
        : holidaySource.calendarIds.some((id) => id === holiday.calendarId)
    if (isKnown && holds({ start: readingOf(holiday.start), end: endOf(holiday.end) })) return true
  }
  return false
}

const readingOf = (local: string): number => Date.parse(`${local}Z`)

/** An end within 23:59 is the end of that day. */
const endOf = (local: string): number =>
  local.slice(11, 16) === '23:59' ? readingOf(`${local.slice(0, 10)}T00:00:00`) + day : readingOf(local)
