import { IANAZone } from 'luxon'
import { day, hour, type Instant, minute, second } from '../../../lib/clock.ts'

/** What the clock on the wall shows, counted as if it were UTC: 2025-03-30 09:00 is `Date.UTC(2025, 2, 30, 9)` in any zone. */
export type Reading = number

/**
 * The clock on the wall of a place, for some days around one instant. Twice a year it jumps: forward, so that it never shows
 * an hour, or back, so that it shows one twice. `firstAt` and `lastAt` say what a time of day means on such a night; on every
 * other they are the same. A reading days away comes out an hour wrong at most, which changes no comparison with `around`.
 */
export type WallClock = {
  /** What it shows at an instant. */
  readingAt: (at: Instant) => Reading
  /** When it first shows this reading, or, where it jumps over it, the instant of the jump. */
  firstAt: (reading: Reading) => Instant
  /** From when on it never again shows less than this reading. */
  lastAt: (reading: Reading) => Instant
}

/** No zone changes its offset twice in so short a time, before and after an instant; and no change is larger than a day. */
const reach = 3 * day

/**
 * A clock that does not jump is kept for instants this near to the one that was asked for: a look into the database takes some 10
 * microseconds.
 */
const stretch = 6 * hour
const zonesKept = 512
/** The last clock of a zone that does not jump, and for which instants it holds. It saves time only: it would come out the same again. */
const steadyClocks = new Map<string, { from: Instant; until: Instant; clock: WallClock }>()

/** The wall clock of a zone of the IANA database around an instant; undefined when there is no such zone. */
export const wallClock = (timeZone: string, around: Instant): WallClock | undefined => {
  const kept = steadyClocks.get(timeZone)
  if (kept && kept.from <= around && around < kept.until) return kept.clock
  const zone = IANAZone.create(timeZone)
  if (!zone.isValid) return undefined
  const offsetAt = (at: Instant): number => zone.offset(at) * minute
  const far = offsetAt(around - reach - stretch)
  if (far === offsetAt(around + reach + stretch)) {
    const clock = steadyClock(far)
    if (steadyClocks.size >= zonesKept) steadyClocks.clear()
    steadyClocks.set(timeZone, { from: around - stretch, until: around + stretch, clock })
    return clock
  }
  const before = offsetAt(around - reach)
  const after = offsetAt(around + reach)
  if (before === after) return steadyClock(before)
  const changeAt = firstInstantWith((at) => offsetAt(at) === after, around - reach, around + reach)
  return {
    readingAt: (at) => at + (at < changeAt ? before : after),
    firstAt: (reading) => (reading - before < changeAt ? reading - before : Math.max(changeAt, reading - after)),
    lastAt: (reading) => (changeAt + after < reading ? reading - after : Math.min(changeAt, reading - before)),
  }
}

const steadyClock = (offset: number): WallClock => {
  const at = (reading: Reading): Instant => reading - offset
  return { readingAt: (instant) => instant + offset, firstAt: at, lastAt: at }
}

/** Offsets change on whole seconds: bisects to the first second for which `holds`, which is false at `low` and true at `high`. */
const firstInstantWith = (holds: (at: Instant) => boolean, low: Instant, high: Instant): Instant => {
  let no = Math.floor(low / second)
  let yes = Math.ceil(high / second)
  while (yes - no > 1) {
    const middle = Math.floor((no + yes) / 2)
    if (holds(middle * second)) yes = middle
    else no = middle
  }
  return yes * second
}
