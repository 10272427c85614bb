import { describe, expect, it } from 'vitest'
import { patchUserOf, UserPatch, UserUpdate, updateUserOf } from '../../../../shared/dialects/brivo/users/inputs.ts'

const names = { firstName: 'A', lastName: 'B' }
const update = (body: object) => updateUserOf(UserUpdate.parse({ ...names, ...body }))
const patch = (body: object) => patchUserOf(UserPatch.parse(body))

describe('a body that updates a user', () => {
  it('clears what it leaves out, but says nothing of the external id and the suspension', () => {
    expect(update({})).toEqual({
      ...names,
      middleName: null,
      pin: null,
      effectiveFrom: null,
      effectiveTo: null,
      bleTwoFactorExempt: false,
      emails: [],
      phoneNumbers: [],
    })
    expect(update({ suspended: null })).not.toHaveProperty('suspended')
  })

  it('sets or clears the external id, and the suspension, when it names them', () => {
    expect(update({ externalId: 4711, suspended: 1 })).toMatchObject({ externalId: '4711', suspended: true })
    expect(update({ externalId: null, suspended: 'false' })).toMatchObject({ externalId: null, suspended: false })
  })
})

describe('a body that patches a user', () => {
  it('changes nothing that it leaves out', () => {
    expect(patch({})).toEqual({})
    expect(patch({ bleTwoFactorExempt: null, suspended: null })).toEqual({})
  })

  it.each(['middleName', 'externalId', 'pin', 'effectiveFrom', 'effectiveTo'])(
    'clears %s by null and by an empty text',
    (field) => {
      for (const value of [null, '', ' ']) expect(patch({ [field]: value })).toEqual({ [field]: null })
    },
  )

  it('clears contacts by null', () => {
    expect(patch({ emails: null, phoneNumbers: null })).toEqual({ emails: [], phoneNumbers: [] })
  })
})
