import { day, type Instant, minute } from '../../../lib/clock.ts'
import type { AreaReset } from '../areas/entity.ts'
import { dayName, dayOf } from '../schedules/spans.ts'
import { weekdays } from '../schedules/timetable.ts'
import { wallClock } from '../schedules/wall-clock.ts'

/** The last reset that came and the next one: between them there is none. */
type Between = { last: Instant; next: Instant }
const stretchesKept = 512
/** It saves time only: it would come out the same again. */
const stretches = new Map<string, Between>()

/**
 * The last instant, not after `at`, at which the clock of a zone showed one of these times of the week: where the clock jumps over one the
 * instant of the jump, and where it shows one twice the first. `-Infinity` when there is none, and in a zone that nobody knows.
 */
export const lastReset = (resets: readonly AreaReset[], timeZone: string, at: Instant): Instant => {
  if (resets.length === 0) return Number.NEGATIVE_INFINITY
  const key = `${timeZone} ${JSON.stringify(resets)}`
  const kept = stretches.get(key)
  if (kept && kept.last <= at && at < kept.next) return kept.last
  const between = resetsAround(resets, timeZone, at)
  if (!between) return Number.NEGATIVE_INFINITY
  if (stretches.size >= stretchesKept) stretches.clear()
  stretches.set(key, between)
  return between.last
}

/** The same for a time of every day, in minutes after midnight: 1440 is the midnight that ends the day, and so the next begins with. */
export const lastDailyReset = (time: number, timeZone: string, at: Instant): Instant =>
  lastReset(everyDay(time % 1_440), timeZone, at)

const everyDay = (time: number): AreaReset[] => weekdays.map((weekday) => ({ weekday, minute: time }))

/** Resets come once a week at least, so that some days more than a week before and after are enough. */
const daysLooked = 9

const resetsAround = (resets: readonly AreaReset[], timeZone: string, at: Instant): Between | undefined => {
  const clock = wallClock(timeZone, at)
  if (!clock) return undefined
  const today = dayOf(clock.readingAt(at))
  let [last, next] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY]
  for (let days = -daysLooked; days <= daysLooked; days += 1) {
    const date = today + days * day
    const onDay = resets.filter(({ weekday }) => weekday === dayName(date))
    // A clock around another instant may be an hour wrong on this day.
    const clockThen = onDay.length === 0 ? clock : (wallClock(timeZone, date) ?? clock)
    for (const reset of onDay) {
      const instant = clockThen.firstAt(date + reset.minute * minute)
      if (instant <= at) last = Math.max(last, instant)
      else next = Math.min(next, instant)
    }
  }
  return { last, next }
}
