import { describe, expect, it } from 'vitest'
import { quotaWindow } from '../../../../shared/domain/identity/quotas/entity.ts'
import { granted, leaseSize, sizeWithoutCount, uncounted, windowStart } from '../../../../shared/domain/identity/quotas/lease.ts'
import { second } from '../../../../shared/lib/clock.ts'

const at = Date.UTC(2026, 2, 2, 12)

describe('a lease', () => {
  it.each([
    [0, 600, 1],
    [10, 600, 10],
    [500, 600, 37],
    [500, 32, 2],
    [500, 17, 1],
    [500, 0, 1],
  ])('of an instance that served %i requests, with %i left, has %i', (served, left, size) => {
    expect(leaseSize(served, left)).toBe(size)
  })

  it.each([
    [100, 40, 8, 8],
    [100, 100, 8, 8],
    [100, 103, 8, 5],
    [100, 108, 8, 0],
    [100, 500, 8, 0],
  ])('of a quota of %i that is counted up to %i with the %i of it grants %i', (quota, total, size, within) => {
    expect(granted(quota, total, size)).toBe(within)
  })

  it.each([
    [1, 6_000, 100, 20],
    [300, 6_000, 900, 300],
    [1, 30, 15, 15],
    [1, 5, 0, 5],
    [1, 5, 5, 0],
  ])('of %i that cannot be counted, of a quota of %i of which the instance served %i, has %i', (size, quota, served, without) => {
    expect(sizeWithoutCount(size, quota, served)).toBe(without)
  })

  it('is not needed for a hundredth of the quota', () => {
    expect([6_000, 199, 99].map(uncounted)).toEqual([60, 1, 0])
  })
})

describe('the window of a spender', () => {
  it('holds every moment once, and is the same in every instance', () => {
    for (const name of ['1 app general', '1 app doors', '😀']) {
      const start = windowStart(name, at)
      expect(start).toBeLessThanOrEqual(at)
      expect(start + quotaWindow).toBeGreaterThan(at)
      expect(windowStart(name, start)).toBe(start)
      expect(windowStart(name, start + quotaWindow - 1)).toBe(start)
      expect(windowStart(name, start + quotaWindow)).toBe(start + quotaWindow)
    }
  })

  it('begins at other moments for other spenders', () => {
    const starts = Array.from({ length: 100 }, (_, index) => windowStart(`1 application-${index} general`, at))
    expect(new Set(starts.map((start) => Math.floor(start / second))).size).toBeGreaterThan(30)
  })
})
