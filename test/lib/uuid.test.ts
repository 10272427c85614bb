import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { firstUuidV7, uuidOf, uuidV7 } from '../../shared/lib/uuid.ts'

const instant = fc.integer({ min: 0, max: 2 ** 45 })
const random = fc.uint8Array({ minLength: 10, maxLength: 10 })

describe('UUIDs', () => {
  it('of version 7 sort by the instant at which they were made', () => {
    fc.assert(
      fc.property(instant, instant, random, random, (one, other, bytes, more) => {
        const [first, second] = [uuidV7(one, bytes), uuidV7(other, more)]
        expect(z.uuidv7().safeParse(first).success).toBe(true)
        if (one !== other) expect(first < second).toBe(one < other)
      }),
    )
  })

  it('of version 7 sort after the first of their instant, and before that of the next', () => {
    fc.assert(
      fc.property(instant, random, (at, bytes) => {
        expect(firstUuidV7(at) <= uuidV7(at, bytes)).toBe(true)
        expect(uuidV7(at, bytes) < firstUuidV7(at + 1)).toBe(true)
      }),
    )
  })

  it('that follow from parts are the same for the same parts only', () => {
    expect(uuidOf('event', 7, 'a', 1)).toBe(uuidOf('event', 7, 'a', 1))
    expect(uuidOf('event', 7, 'a', 1)).not.toBe(uuidOf('event', 7, 'a1', ''))
    expect(uuidOf('event', 7, 'a', 1)).not.toBe(uuidOf('event', 71, 'a', ''))
    expect(z.uuid().safeParse(uuidOf('event')).success).toBe(true)
  })
})
