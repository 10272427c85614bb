import { describe, expect, it } from 'vitest'
import {
  assignmentDatesOf,
  CredentialInput,
  createCredentialOf,
  EffectiveDates,
} from '../../../../shared/dialects/brivo/credentials/inputs.ts'

const wanted = (body: object) => createCredentialOf(CredentialInput.parse({ credentialFormat: { id: '100' }, ...body }))

describe('the body of a new credential', () => {
  it('gives the field values, as they were written', () => {
    expect(
      wanted({
        fieldValues: [
          { id: 1, value: ' 00042 ' },
          { id: '2', value: 7 },
        ],
      }),
    ).toEqual({
      formatId: 100,
      value: {
        fields: [
          { id: 1, value: '00042' },
          { id: 2, value: '7' },
        ],
      },
    })
  })

  it('gives the encoded credential instead, if it has one, with a size in digits or as a number', () => {
    const body = { encodedCredential: ' 28C0293 ', referenceId: 329, fieldValues: [{ id: 1, value: 1 }] }
    const plain = { formatId: 100, value: { encoded: '28C0293' }, referenceId: '329' }
    expect(wanted(body)).toEqual(plain)
    for (const size of [26, '26']) expect(wanted({ ...body, size })).toEqual({ ...plain, bits: 26 })
    expect(wanted({ ...body, size: null, referenceId: ' ' })).toEqual({ formatId: 100, value: { encoded: '28C0293' } })
  })

  it('is refused with a control character in its reference', () => {
    expect(CredentialInput.safeParse({ credentialFormat: { id: 100 }, referenceId: 'a\u0007b' }).success).toBe(false)
  })
})

describe('the dates of an assignment', () => {
  it.each([
    [{}, {}],
    [{ effectiveFrom: null, effectiveTo: null }, {}],
    [{ effectiveTo: null }, {}],
    [
      { effectiveFrom: '1970-01-01T00:00:01Z', effectiveTo: null },
      { effectiveFrom: 1_000, effectiveTo: null },
    ],
    [{ effectiveTo: '1970-01-02' }, { effectiveTo: 86_400_000 }],
  ])('%j ask for %j', (body, expected) => {
    expect(assignmentDatesOf(EffectiveDates.parse(body))).toEqual(expected)
  })
})
