import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { applyUserChanges } from '../../../../shared/domain/people/users/write.ts'
import { user } from '../../../support/holders.ts'

const before = user(1, {
  middleName: 'Jason',
  externalId: 'Star Lord',
  pin: '5678',
  pinId: 7,
  effectiveFrom: 100,
  effectiveTo: 900,
  bleTwoFactorExempt: true,
  emails: [{ address: 'a@b' }],
  phoneNumbers: [{ number: '1', type: 'home' }],
})

describe('a changed user', () => {
  it('is as before when no change is named', () => {
    expect(applyUserChanges(before, {}, 8)).toEqual({ ok: true, value: before })
  })

  it.each(['middleName', 'externalId', 'pin', 'effectiveFrom', 'effectiveTo'])('loses %s by null', (field) => {
    const result = applyUserChanges(before, { [field]: null }, 8)
    expect(result.ok && field in result.value).toBe(false)
  })

  it('has a new id for a new PIN, the old one for the old, and none without', () => {
    expect(applyUserChanges(before, { pin: '9999' }, 8)).toMatchObject({ value: { pin: '9999', pinId: 8 } })
    expect(applyUserChanges(before, { pin: '5678' }, 8)).toMatchObject({ value: { pin: '5678', pinId: 7 } })
    const without = applyUserChanges(before, { pin: null }, 8)
    expect(without.ok && 'pinId' in without.value).toBe(false)
  })

  it('never ends before it begins, by whichever of the two dates', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2_000 }), (at) => {
        expect(applyUserChanges(before, { effectiveFrom: at }, 8).ok).toBe(at <= 900)
        expect(applyUserChanges(before, { effectiveTo: at }, 8).ok).toBe(at >= 100)
      }),
    )
  })
})
