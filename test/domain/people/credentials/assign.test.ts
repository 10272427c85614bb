import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decideAssignment } from '../../../../shared/domain/people/credentials/assign.ts'
import { UserId } from '../../../../shared/lib/ids.ts'
import { credential } from '../../../support/holders.ts'

const [peter, gamora] = [UserId.parse(1), UserId.parse(2)]
const now = 1_000
const none = { effectiveFrom: undefined, effectiveTo: undefined }
const free = credential(5)
const held = credential(5, { userId: peter, effectiveFrom: 100, effectiveTo: 900 })

describe('an assignment', () => {
  it.each([
    ['of a free credential begins now, without an end', free, peter, none, { effectiveFrom: now }],
    ['with an end begins now', free, peter, { ...none, effectiveTo: 2_000 }, { effectiveFrom: now, effectiveTo: 2_000 }],
    ['to another user brings no dates along', held, gamora, none, { effectiveFrom: now }],
    ['with an end keeps its beginning', held, peter, { ...none, effectiveTo: 800 }, { effectiveFrom: 100, effectiveTo: 800 }],
    ['with a beginning keeps its end', held, peter, { ...none, effectiveFrom: 200 }, { effectiveFrom: 200, effectiveTo: 900 }],
    ['with null for its end has none', held, peter, { effectiveFrom: 200, effectiveTo: null }, { effectiveFrom: 200 }],
  ])('%s', (_name, before, userId, dates, expected) => {
    const { effectiveFrom: _from, effectiveTo: _to, ...rest } = before
    expect(decideAssignment(before, userId, dates, now)).toEqual({
      ok: true,
      value: { ...rest, userId, ...expected, version: 2, updatedAt: now },
    })
  })

  it.each([
    ['nothing', none],
    ['the dates that it has', { effectiveFrom: 100, effectiveTo: 900 }],
  ])('of what is held already changes nothing with %s', (_name, dates) => {
    expect(decideAssignment(held, peter, dates, now)).toEqual({ ok: true, value: undefined })
  })

  it('never ends before it begins, and never belongs to anyone but the one named', () => {
    const date = fc.option(fc.integer({ min: 0, max: 2_000 }), { nil: undefined })
    fc.assert(
      fc.property(date, date, fc.boolean(), (effectiveFrom, effectiveTo, moved) => {
        const userId = moved ? gamora : peter
        const decided = decideAssignment(held, userId, { effectiveFrom, effectiveTo }, now)
        if (!decided.ok) {
          expect(effectiveTo ?? 900).toBeLessThan(effectiveFrom ?? (moved ? now : 100))
          return
        }
        const after = decided.value ?? held
        expect(after.userId).toBe(userId)
        expect(after.effectiveTo ?? Number.POSITIVE_INFINITY).toBeGreaterThanOrEqual(after.effectiveFrom ?? 0)
      }),
    )
  })
})
