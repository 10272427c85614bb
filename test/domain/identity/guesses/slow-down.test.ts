import { describe, expect, it } from 'vitest'
import {
  chosenSecrets,
  drawnSecrets,
  manyOwners,
  type SlowDown,
  waitsUntil,
} from '../../../../shared/domain/identity/guesses/slow-down.ts'
import { day, hour, second } from '../../../../shared/lib/clock.ts'

const at = Date.UTC(2026, 2, 2, 12)

/** How many guesses somebody gets an answer to who never pauses, on each of the first days. */
const guessesPerDay = (slowDown: SlowDown, days: number): number[] => {
  const perDay = Array<number>(days).fill(0)
  let now = at
  for (let failures = 0; now < at + days * day; ) {
    perDay[Math.floor((now - at) / day)] = (perDay[Math.floor((now - at) / day)] ?? 0) + 1
    failures += 1
    now = waitsUntil(slowDown, { failures, lastFailedAt: now }, now) ?? now
  }
  return perDay
}

describe('whoever guesses without a pause from one network', () => {
  it('has 14 guesses at a password on the first day, and 6 on each that follows', () => {
    expect(guessesPerDay(chosenSecrets, 4)).toEqual([14, 6, 6, 6])
  })

  it('has at most 129 guesses at the passwords of all administrators, and then 24 a day', () => {
    const [first = 0, ...later] = guessesPerDay(manyOwners, 3)
    expect(first).toBeLessThanOrEqual(129)
    expect(Math.max(...later)).toBeLessThanOrEqual(24)
  })

  it('has at most 1,456 guesses a day at what a machine drew', () => {
    const perDay = guessesPerDay(drawnSecrets, 3)
    expect(Math.max(...perDay)).toBeLessThanOrEqual(1_456)
    expect(Math.min(...perDay)).toBeGreaterThan(1_000)
  })
})

describe('a wait', () => {
  it('doubles up to the longest, and is over when a day has passed', () => {
    const waits = [9, 10, 11, 12, 15, 16, 99].map(
      (failures) => (waitsUntil(drawnSecrets, { failures, lastFailedAt: at }, at) ?? at) - at,
    )
    expect(waits).toEqual([0, 1, 2, 4, 32, 60, 60].map((seconds) => seconds * second))
    expect(waitsUntil({ ...drawnSecrets, longestWait: 48 * hour }, { failures: 99, lastFailedAt: at }, at + day)).toBeUndefined()
  })
})
