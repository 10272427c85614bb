import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { asciiJson } from '../../shared/lib/ascii-json.ts'

describe('JSON in ASCII', () => {
  it('gives back the same value, whatever characters are in it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (value) => {
        expect(JSON.parse(asciiJson({ value }))).toEqual({ value })
      }),
    )
  })

  it('is ASCII alone', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (value) => {
        expect(asciiJson({ value })).toMatch(/^[ -~]*$/)
      }),
    )
  })

  it('writes a character outside the BMP as its two surrogates', () => {
    expect(asciiJson('é𠮷')).toBe('"\\u00e9\\ud842\\udfb7"')
  })
})
