import { day, hour, type Instant, minute, second } from '../../../../shared/lib/clock.ts'

/**
 * The clock on the wall of a zone, by nothing but what `Intl` shows. A time of day is written as if it were UTC. On the night when the
 * clock falls back it shows an hour twice, so that "has it shown 02:30 yet?" and "will it show less than 02:30 again?" are different
 * questions: `reached` answers the first, `settled` the second.
 */
export type Clock = {
  /** What it shows. */
  shows: (at: Instant) => number
  /** The latest time of day that it has shown so far: it stands still while an hour is shown again. */
  reached: (at: Instant) => number
  /** The earliest time of day that it shows from now on: it stands still before an hour is shown again. */
  settled: (at: Instant) => number
}

/** When a zone changes its offset, and what the clock showed in the last millisecond before and shows then. */
type Change = { at: Instant; last: number; first: number }

/** The clock of a zone for the days around an instant; undefined when `Intl` knows no such zone. */
export const clockOf = (timeZone: string, around: Instant): Clock | undefined => {
  const changes = changesAround(timeZone, around)
  if (!changes) return undefined
  const shows = (at: Instant) => at + offsetAt(timeZone, at)
  return {
    shows,
    reached: (at) => Math.max(shows(at), ...changes.filter((change) => change.at <= at).map(({ last }) => last)),
    settled: (at) => Math.min(shows(at), ...changes.filter((change) => change.at > at).map(({ first }) => first)),
  }
}

/** The first instant, of the days around one, at which the clock has shown a time of day. */
export const whenReached = (clock: Clock, wanted: number, around: Instant): Instant => {
  let [before, after] = [around - 5 * day, around + 5 * day]
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2)
    if (clock.reached(middle) >= wanted) after = middle
    else before = middle
  }
  return after
}

const formats = new Map<string, Intl.DateTimeFormat | undefined>()
const formatOf = (timeZone: string): Intl.DateTimeFormat | undefined => {
  if (!formats.has(timeZone)) formats.set(timeZone, makeFormat(timeZone))
  return formats.get(timeZone)
}
const makeFormat = (timeZone: string): Intl.DateTimeFormat | undefined => {
  try {
    return new Intl.DateTimeFormat('en-GB', { timeZone, hourCycle: 'h23', dateStyle: 'short', timeStyle: 'medium' })
  } catch {
    return undefined
  }
}

/** Local time less UTC. `en-GB` writes `02/11/2025, 01:30:00`. */
const offsetAt = (timeZone: string, at: Instant): number => {
  const [date = 0, month = 0, year = 0, hours = 0, minutes = 0, seconds = 0] = (formatOf(timeZone)?.format(at) ?? '')
    .split(/\D+/)
    .map(Number)
  return Date.UTC(year, month - 1, date, hours, minutes, seconds) - Math.floor(at / second) * second
}

const known = new Map<string, Change[]>()

const stride = 6 * hour

/** The changes of the two weeks around a day, found in steps of some hours and then minute by minute. */
const changesAround = (timeZone: string, around: Instant): Change[] | undefined => {
  if (!formatOf(timeZone)) return undefined
  const today = Math.floor(around / day) * day
  const key = `${timeZone} ${today}`
  const changes = known.get(key) ?? []
  if (!known.has(key)) {
    for (let at = today - 7 * day; at < today + 8 * day; at += stride)
      if (offsetAt(timeZone, at) !== offsetAt(timeZone, at + stride)) changes.push(changeWithin(timeZone, at))
    known.set(key, changes)
  }
  return changes
}

const changeWithin = (timeZone: string, from: Instant): Change => {
  const before = offsetAt(timeZone, from)
  let at = from
  while (offsetAt(timeZone, at) === before) at += minute
  return { at, last: at - 1 + before, first: at + offsetAt(timeZone, at) }
}
