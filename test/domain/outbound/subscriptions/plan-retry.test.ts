import { describe, expect, it } from 'vitest'
import { maxAttempts, planRetry, type RetryPlan } from '../../../../shared/domain/outbound/subscriptions/plan-retry.ts'
import { hour, minute, second } from '../../../../shared/lib/clock.ts'

const now = Date.UTC(2026, 2, 2, 12)
const delayOf = (plan: RetryPlan) => (plan.kind === 'retry' ? plan.delayMs : undefined)
const plan = (attempt: number, more: Partial<Parameters<typeof planRetry>[0]> = {}) =>
  planRetry({ attempt, now, jitter: 0.5, status: 500, ...more })

describe('the schedule of attempts', () => {
  const delays = Array.from({ length: maxAttempts - 1 }, (_, index) => delayOf(plan(index + 1)) ?? 0)

  it('has twelve attempts, dense at first, over 75 hours and 42 minutes', () => {
    const steps = [5 * second, 30 * second, 2 * minute, 10 * minute, 30 * minute, 2 * hour, 5 * hour, 10 * hour, 14 * hour]
    expect(delays).toEqual([...steps, 20 * hour, 24 * hour])
    expect(Math.floor(delays.reduce((sum, delay) => sum + delay) / minute)).toBe(75 * 60 + 42)
  })

  it('ends after the twelfth', () => {
    expect(plan(1)).toMatchObject({ kind: 'retry' })
    expect(plan(11)).toMatchObject({ kind: 'retry' })
    expect(plan(12)).toEqual({ kind: 'give-up' })
  })

  it('is spread by a fifth either way, from the third attempt on', () => {
    expect(delayOf(plan(1, { jitter: 0 }))).toBe(5 * second)
    expect(delayOf(plan(1, { jitter: 0.999 }))).toBe(5 * second)
    expect(delayOf(plan(2, { jitter: 0 }))).toBe(24 * second)
    expect(delayOf(plan(2, { jitter: 1 }))).toBe(36 * second)
    expect(delayOf(plan(11, { jitter: 0 }))).toBe(19.2 * hour)
  })
})

describe('Retry-After', () => {
  it.each([
    ['is heeded when it asks for more', 4, '900', 900 * second],
    ['never shortens a step', 4, '1', 10 * minute],
    ['is heeded up to an hour while steps are short', 1, '7200', hour],
    ['is heeded up to twice a long step', 7, String(24 * 3600), 10 * hour],
    ['may be a date', 3, new Date(now + 10 * minute).toUTCString(), 10 * minute],
    ['in the past changes nothing', 3, new Date(now - hour).toUTCString(), 2 * minute],
    ['that cannot be read changes nothing', 3, 'soon', 2 * minute],
  ])('%s', (_, attempt, retryAfter, expected) => {
    expect(delayOf(plan(attempt, { status: 503, retryAfter }))).toBe(expected)
    expect(delayOf(plan(attempt, { status: 429, retryAfter }))).toBe(expected)
  })

  it('counts only with 429 and 503', () => {
    expect(delayOf(plan(1, { status: 500, retryAfter: '600' }))).toBe(5 * second)
  })
})
