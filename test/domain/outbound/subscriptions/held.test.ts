import { describe, expect, it } from 'vitest'
import { isTooOld, planHeld, releaseDelaySeconds, releasedAtOnce } from '../../../../shared/domain/outbound/subscriptions/held.ts'
import { day, hour } from '../../../../shared/lib/clock.ts'

const noon = Date.UTC(2026, 2, 2, 12)
const off = { disabled: { at: noon, reason: 'gone' } }

describe('what is held for a subscription', () => {
  it('is sent while it is on, ends when it is deleted, and waits while it is off', () => {
    expect(planHeld({}, noon)).toEqual({ kind: 'send' })
    expect(planHeld(undefined, noon)).toEqual({ kind: 'end' })
    expect(planHeld(off, noon + 30 * day - 1)).toEqual({ kind: 'wait' })
  })

  it.each([
    ['on the day', 30 * day, 37 * day],
    ['late', 36 * day, 37 * day],
    ['on a later day', 37 * day, 44 * day],
    ['much later', 100 * day, 107 * day],
  ])('is given up after 30 days, and looked at again a week later, seen %s', (_, after, nextLook) => {
    expect(planHeld(off, noon + after)).toEqual({
      kind: 'give-up',
      storedBy: noon + after - 30 * day,
      nextLookAt: noon + nextLook,
    })
  })

  it('is too old 30 days after its event was stored; what was never held is not', () => {
    expect(isTooOld({ processedAt: noon, uncounted: 0 }, noon + 30 * day - 1)).toBe(false)
    expect(isTooOld({ processedAt: noon, uncounted: 0 }, noon + 30 * day)).toBe(true)
    expect(isTooOld({ processedAt: noon }, noon + 30 * day + hour)).toBe(false)
  })

  it('is sent ten a second, for as long as until the next tick', () => {
    expect([0, 9, 10, releasedAtOnce - 1].map(releaseDelaySeconds)).toEqual([0, 0, 1, 59])
  })
})
