import { describe, expect, it } from 'vitest'
import {
  fastLimitMs,
  isCrowded,
  isMovedAfter,
  isWorthMarking,
  laneOf,
  slowUntilAfter,
} from '../../../../shared/domain/outbound/subscriptions/lane.ts'
import { minute } from '../../../../shared/lib/clock.ts'

const now = Date.UTC(2026, 2, 2, 12)

describe('the lane of a receiver', () => {
  it.each([
    ['nothing is known of it', undefined, 'fast'],
    ['it is slow for a moment more', now + 1, 'slow'],
    ['it was slow until now', now, 'fast'],
  ] as const)('when %s', (_, slowUntil, lane) => {
    expect(laneOf({ slowUntil }, now)).toBe(lane)
  })

  it.each([
    ['answered in a second', { status: 200, durationMs: 1_000 }, undefined],
    ['failed at once', { failure: 'hangup', durationMs: 2 }, undefined],
    ['answered in more than a second', { status: 200, durationMs: 1_001 }, now + 2 * minute],
    ['hung up after more than a second', { failure: 'hangup', durationMs: 1_500 }, now + 2 * minute],
    ['did not answer', { failure: 'timeout', durationMs: fastLimitMs }, now + 10 * minute],
  ] as const)('that %s', (_, attempt, slowUntil) => {
    expect(slowUntilAfter({ at: now, ...attempt }, now)).toBe(slowUntil)
  })

  it('is written when nothing is known, and then at most once a minute', () => {
    expect(isWorthMarking(undefined, now)).toBe(true)
    expect(isWorthMarking(now - minute, now)).toBe(false)
    expect(isWorthMarking(now - minute - 1, now)).toBe(true)
  })
})

describe('an attempt', () => {
  const unanswered = { at: now, durationMs: fastLimitMs, failure: 'timeout' } as const
  it('moves when the fast lane did not wait long enough to know how it ends', () => {
    expect(isMovedAfter('fast', unanswered)).toBe(true)
    expect(isMovedAfter('slow', unanswered)).toBe(false)
    expect(isMovedAfter('fast', { at: now, durationMs: 2_900, status: 500 })).toBe(false)
  })
})

describe('an account', () => {
  it('is crowded by four posts that had no answer for more than a second', () => {
    const old = now - 1_001
    expect(isCrowded([old, old, old, now - 1_000, now], now)).toBe(false)
    expect(isCrowded([old, old, old, old], now)).toBe(true)
  })
})
