import { expect, test } from 'vitest'
import { isWithin } from '../../shared/lib/validity.ts'

const from = Date.UTC(2026, 0, 1)
const to = Date.UTC(2026, 0, 31)

test('both ends of validity dates are included, and the next millisecond on either side is not', () => {
  const dates = { effectiveFrom: from, effectiveTo: to }
  expect([from - 1, from, to, to + 1].map((at) => isWithin(dates, at))).toEqual([false, true, true, false])
})

test('an absent end is open', () => {
  expect(isWithin({}, from)).toBe(true)
  expect(isWithin({ effectiveFrom: from }, to + 1)).toBe(true)
  expect(isWithin({ effectiveTo: to }, 0)).toBe(true)
})
