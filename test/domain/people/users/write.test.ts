import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { UserPatch, UserUpdate } from '../../../../shared/domain/people/users/schema.ts'
import { written } from '../../../../shared/domain/people/users/write.ts'
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
const patched = (body: object) => written(before, UserPatch.parse(body), { keep: true, pinId: 8 })
const updated = (body: object) => written(before, UserUpdate.parse(body), { keep: false, pinId: 8 })

describe('what is written of a user', () => {
  it('is all that it had, when a patch names nothing', () => {
    expect(patched({})).toEqual({ ok: true, value: before })
  })

  it('is only what an update names, and what no update touches', () => {
    expect(updated({ firstName: 'A', lastName: 'B' })).toEqual({
      ok: true,
      value: user(1, { firstName: 'A', lastName: 'B' }),
    })
  })

  it.each(['middleName', 'externalId', 'pin', 'effectiveFrom', 'effectiveTo'])(
    'loses %s by null and by an empty text',
    (field) => {
      for (const value of [null, '']) {
        const result = patched({ [field]: value })
        expect(result.ok && field in result.value).toBe(false)
      }
    },
  )

  it('has a new id for a new PIN, and the old one for the old', () => {
    expect(patched({ pin: '9999' })).toMatchObject({ value: { pin: '9999', pinId: 8 } })
    expect(patched({ pin: '5678' })).toMatchObject({ value: { pin: '5678', pinId: 7 } })
  })

  it('never ends before it begins, by whichever of the two dates', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2_000 }), (at) => {
        const date = new Date(at).toISOString()
        expect(patched({ effectiveFrom: date }).ok).toBe(at <= 900)
        expect(patched({ effectiveTo: date }).ok).toBe(at >= 100)
      }),
    )
  })
})
