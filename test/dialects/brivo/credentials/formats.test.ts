import { describe, expect, it } from 'vitest'
import { fieldName, formatName, formatNames } from '../../../../shared/dialects/brivo/credentials/formats.ts'
import { credentialFormats } from '../../../../shared/domain/people/credentials/formats.ts'

describe('the list of formats', () => {
  it('names every format that can be created, and every field once', () => {
    expect(formatNames.map(({ id }) => id)).toEqual(credentialFormats.map(({ id }) => id))
    const fieldIds = formatNames.flatMap(({ fields }) => fields.map(({ id }) => id))
    expect(new Set(fieldIds).size).toBe(fieldIds.length)
  })

  it('names the fields of a layout by what they mean', () => {
    for (const { layout } of credentialFormats)
      for (const { id, means } of layout?.fields ?? []) {
        expect(fieldName(id)).toBe(means === 'number' ? 'card_number' : 'facility_code')
      }
  })

  it('is that of recorded answers and of the document', () => {
    expect(formatName(202, '')).toBe('64-bit Reverse BCD PIV for CodeBench')
    expect(formatName(203, '')).toBe('64-bit BCD PIV for CodeBench')
    expect(formatName(307, '')).toBe('Brivo Mobile Pass')
    expect(formatName(100, 'Our cards')).toBe('Our cards')
    expect([47, 123, 141, 142, 143, 144, 145].map(fieldName)).toEqual(Array(7).fill('credential_number'))
    expect(fieldName(999)).toBe('')
  })
})
