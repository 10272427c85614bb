import type { Exception, Holiday, Reset, Schedule, Span, Weekday } from './types.ts'

/** Chapter "Schedules" of docs/panel-protocol.md. A reading is a date and time on the wall, written as if it were UTC. */
const day = 86_400_000
const weekdays: Weekday[] = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday']
type Stretch = { start: number; end: number }
type Clock = { readingAt: (at: number) => number; first: (reading: number) => number; last: (reading: number) => number }

/** Local time less UTC in a zone, in milliseconds. Throws in a zone that nobody knows. */
const offsetIn = (timeZone: string) => {
  const numeric = 'numeric'
  const date = { year: numeric, month: numeric, day: numeric, hour: numeric, minute: numeric, second: numeric } as const
  const format = new Intl.DateTimeFormat('en-US', { timeZone, hourCycle: 'h23', ...date })
  return (at: number): number => {
    const parts = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]))
    const { year = 0, month = 1, day: date = 1, hour = 0, minute = 0, second = 0 } = parts
    return Date.UTC(year, month - 1, date, hour, minute, second) - Math.floor(at / 1_000) * 1_000
  }
}

/** The clock on the wall of a zone, for some days around an instant; undefined for an unknown zone. */
export const wallClock = (timeZone: string, around: number): Clock | undefined => {
  try {
    const offsetAt = offsetIn(timeZone)
    const [before, after] = [offsetAt(around - 3 * day), offsetAt(around + 3 * day)]
    let [low, change] = [Math.floor((around - 3 * day) / 1_000), Math.ceil((around + 3 * day) / 1_000)]
    while (change - low > 1) {
      const middle = Math.floor((low + change) / 2)
      if (offsetAt(middle * 1_000) === before) low = middle
      else change = middle
    }
    const c = change * 1_000
    return {
      readingAt: (at) => at + offsetAt(at),
      first: (r) => (r - before < c ? r - before : Math.max(c, r - after)),
      last: (r) => (c + after < r ? r - after : Math.min(c, r - before)),
    }
  } catch {
    return undefined
  }
}

const stretchOn = (date: number, { startSecond, endSecond }: Span): Stretch => ({
  start: date + startSecond * 1_000,
  end: date + endSecond * 1_000,
})
const fallsOn = ({ on }: Exception, date: number): boolean =>
  on.kind === 'date'
    ? Date.parse(`${on.date}T00:00:00Z`) === date
    : on.weekday === weekdays[new Date(date).getUTCDay()] && on.week === Math.ceil(new Date(date).getUTCDate() / 7)

/** What a schedule says of yesterday, today and tomorrow. */
const around = ({ week, exceptions }: Schedule, clock: Clock, at: number) => {
  const today = Math.floor(clock.readingAt(at) / day) * day
  const dates = [today - day, today, today + day]
  const effect = (wanted: string) =>
    dates.flatMap((date) =>
      exceptions.filter((one) => one.effect === wanted && fallsOn(one, date)).map(({ span }) => stretchOn(date, span)),
    )
  const spans = (of: (date: number) => Span[]) => dates.flatMap((date) => of(date).map((span) => stretchOn(date, span)))
  return {
    closed: effect('closed'),
    opened: effect('open'),
    holiday: spans(() => week.holiday),
    weekday: spans((date) => week[weekdays[new Date(date).getUTCDay()] ?? 'sunday']),
  }
}

const holds = (clock: Clock, at: number) => (one: Stretch) => clock.first(one.start) <= at && at < clock.first(one.end)
const holdsToTheLast = (clock: Clock, at: number) => (one: Stretch) => clock.first(one.start) <= at && at < clock.last(one.end)

const isHoliday = ({ holidaySource: source }: Schedule, holidays: Holiday[], clock: Clock, at: number): boolean =>
  holidays
    .filter(({ calendarId }) =>
      source.kind === 'site' ? calendarId === undefined : source.calendarIds.some((one) => one === calendarId),
    )
    .map(({ start, end }) => {
      const until = Date.parse(`${end}Z`)
      return {
        start: Date.parse(`${start}Z`),
        end: end.slice(11, 16) === '23:59' ? Math.floor(until / day) * day + day : until,
      }
    })
    .some(holdsToTheLast(clock, at))

/** Whether a schedule is open at an instant. `holidays` are those of the site; `enabledUntil` counts for schedules that a group enables. */
export const isOpen = (schedule: Schedule, holidays: Holiday[], zone: string, at: number, enabledUntil?: number): boolean => {
  const clock = wallClock(zone, at)
  if (!clock) return false
  if (schedule.enablingGroupId !== undefined && !(enabledUntil !== undefined && at < enabledUntil)) return false
  if (schedule.always) return true
  const { closed, opened, holiday, weekday } = around(schedule, clock, at)
  if (closed.some(holdsToTheLast(clock, at))) return false
  if (opened.some(holds(clock, at))) return true
  return (isHoliday(schedule, holidays, clock, at) ? holiday : weekday).some(holds(clock, at))
}

/** Until when a grant enables a schedule; undefined when it enables nothing. */
export const enabledUntil = (schedule: Schedule, holidays: Holiday[], zone: string, at: number): number | undefined => {
  const clock = wallClock(zone, at)
  if (!clock) return undefined
  const { opened, holiday, weekday } = around(schedule, clock, at)
  const grace = (schedule.gracePeriodMinutes ?? 0) * 60_000
  const reached = ({ start, end }: Stretch) => clock.first(start) - grace <= at && at < clock.first(end)
  const inHoliday = ({ start }: Stretch) => isHoliday(schedule, holidays, clock, Math.max(at, clock.first(start)))
  const spans = [...weekday.filter((one) => !inHoliday(one)), ...holiday.filter(inHoliday), ...opened].filter(reached)
  return spans.length === 0 ? undefined : Math.max(...spans.map(({ end }) => clock.first(end)))
}

/** The last instant, not after `at`, at which the clock of a zone showed one of these times. */
export const lastReset = (resets: Reset[], zone: string, at: number): number => {
  const clock = wallClock(zone, at)
  const last = [Number.NEGATIVE_INFINITY]
  if (!clock || resets.length === 0) return Number.NEGATIVE_INFINITY
  const today = Math.floor(clock.readingAt(at) / day) * day
  for (let date = today - 9 * day; date <= today + day; date += day)
    for (const { weekday, minute } of resets) {
      if (weekday !== weekdays[new Date(date).getUTCDay()]) continue
      const instant = wallClock(zone, date)?.first(date + minute * 60_000)
      if (instant !== undefined && instant <= at) last.push(instant)
    }
  return Math.max(...last)
}

export const everyDay = (minute: number): Reset[] => weekdays.map((weekday) => ({ weekday, minute: minute % 1_440 }))
