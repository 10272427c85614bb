import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decode, encode, normalizeEncoded, normalizeHex } from '../../../../shared/domain/people/credentials/encode.ts'
import type { InvalidCredential } from '../../../../shared/domain/people/credentials/errors.ts'
import { credentialFormats } from '../../../../shared/domain/people/credentials/formats.ts'
import type { Result } from '../../../../shared/lib/result.ts'

type Values = Readonly<Record<number, string>>
const values = (all: Values) => Object.entries(all).map(([id, value]) => ({ id: Number(id), value }))

/** Credentials seen on the wire, with what they are made of. */
const vectors: readonly (readonly [name: string, formatId: number, fields: Values, encoded: string, bits: number])[] = [
  ['26 bits, 70/329', 100, { 2: '70', 1: '329' }, '28c0293', 26],
  ['26 bits, 1/200', 100, { 2: '1', 1: '200' }, '2020190', 26],
  ['26 bits, 1/5322', 100, { 2: '1', 1: '5322' }, '22994', 26],
  ['26 bits, 123/4567', 100, { 2: '123', 1: '4567' }, '2f623ae', 26],
  ['33 bits D10202, 70/329', 109, { 34: '70', 33: '329' }, '18c000293', 33],
  ['34 bits H10306, 1234/56789', 105, { 18: '1234', 17: '56789' }, '209a5bbaa', 34],
  ['35 bits Corporate 1000, 1234/567890', 102, { 6: '1234', 5: '567890' }, '69a5154a4', 35],
  ['37 bits H10302, 329', 104, { 14: '329' }, '293', 37],
  ['37 bits H10304, 1234/345678', 103, { 11: '1234', 10: '345678' }, '4d2a8c9d', 37],
  ['48 bits Corporate 1000, 1234567/7654321', 304, { 107: '1234567', 106: '7654321' }, 'd2d687e99763', 48],
]

const encodable = credentialFormats.filter((format) => format.layout !== undefined)
const withoutLayout = credentialFormats.filter((format) => format.layout === undefined)
const problemOf = (result: Result<unknown, InvalidCredential>) => (result.ok ? 'ok' : result.error.problem)

describe('encoding', () => {
  it.each(vectors)('makes what readers send: %s', (_, formatId, fields, encoded, bits) => {
    expect(encode(formatId, values(fields))).toEqual({ ok: true, value: { encoded, bits } })
    expect(encode(formatId, values(fields).reverse())).toEqual({ ok: true, value: { encoded, bits } })
  })

  it.each(vectors)('is read back: %s', (_, formatId, fields, encoded) => {
    const decoded = decode(formatId, encoded)
    if (!decoded.ok) throw new Error(JSON.stringify(decoded.error))
    expect(Object.fromEntries(decoded.value.map(({ id, value }) => [id, value]))).toEqual(fields)
    expect(decode(formatId, `000${encoded.toUpperCase()}`)).toEqual(decoded)
  })

  it('covers every format that has a public layout, and every field of it', () => {
    expect(encodable.map((format) => format.id)).toEqual([100, 102, 103, 104, 105, 109, 304])
    for (const { bits, layout } of encodable) {
      const { fields, parity } = layout
      const taken = [
        ...fields.flatMap(({ bits: at }) => Array.from({ length: at.length }, (_, i) => at.from + i)),
        ...parity.map(({ at }) => at),
      ]
      expect(taken.sort((one, other) => one - other)).toEqual(Array.from({ length: bits }, (_, i) => i))
    }
  })

  describe.each(encodable.map((format) => [format.id, format] as const))('of format %i', (_, format) => {
    const anyValues = fc.tuple(
      ...format.layout.fields.map(({ id, bits }) =>
        fc.bigInt({ min: 0n, max: (1n << BigInt(bits.length)) - 1n }).map((value) => ({ id, value: value.toString() })),
      ),
    )

    it('loses nothing, whatever the values', () => {
      fc.assert(
        fc.property(anyValues, (fieldValues) => {
          const encoded = encode(format.id, fieldValues)
          if (!encoded.ok) throw new Error(JSON.stringify(encoded.error))
          expect(encoded.value.encoded).toMatch(/^[1-9a-f][0-9a-f]*$|^0$/)
          expect(normalizeEncoded(format.id, encoded.value.encoded, format.bits)).toEqual(encoded)
          expect(decode(format.id, encoded.value.encoded)).toEqual({ ok: true, value: fieldValues })
        }),
      )
    })

    it('notices every bit that was misread', () => {
      fc.assert(
        fc.property(anyValues, fc.nat({ max: format.bits - 1 }), (fieldValues, bit) => {
          const encoded = encode(format.id, fieldValues)
          if (!encoded.ok) throw new Error(JSON.stringify(encoded.error))
          const misread = (BigInt(`0x${encoded.value.encoded}`) ^ (1n << BigInt(bit))).toString(16)
          expect(decode(format.id, misread).ok).toBe(false)
        }),
      )
    })

    it.each(format.layout.fields.map((field) => [field.id, field] as const))(
      'refuses a field %i that does not fit',
      (id, field) => {
        const others = format.layout.fields.filter((one) => one.id !== id).map((one) => ({ id: one.id, value: '1' }))
        const maximum = (1n << BigInt(field.bits.length)) - 1n
        const tried = (value: string) => problemOf(encode(format.id, [...others, { id, value }]))
        expect(tried(maximum.toString())).toBe('ok')
        for (const value of [(maximum + 1n).toString(), '-1', '1.5', '', ' 7', '0x1f', 'seven', '9'.repeat(400)])
          expect(tried(value)).toEqual({
            what: 'field_value',
            formatId: format.id,
            fieldId: id,
            value,
            maximum: maximum.toString(),
          })
        expect(problemOf(encode(format.id, others))).toEqual({ what: 'missing_field', formatId: format.id, fieldId: id })
      },
    )
  })

  it('refuses fields of another format, fields given twice, and formats that do not exist', () => {
    const good = values({ 1: '329', 2: '70' })
    const refused = (more: { id: number; value: string }) => problemOf(encode(100, [...good, more]))
    expect(refused({ id: 5, value: '1' })).toEqual({ what: 'stray_field', formatId: 100, fieldId: 5 })
    expect(refused({ id: 1, value: '330' })).toEqual({ what: 'repeated_field', formatId: 100, fieldId: 1 })
    expect(problemOf(encode(999, good))).toEqual({ what: 'unknown_format', formatId: 999 })
    expect(problemOf(decode(999, '1'))).toEqual({ what: 'unknown_format', formatId: 999 })
  })

  it('takes leading zeros for nothing', () => {
    expect(encode(100, values({ 1: '00329', 2: '070' }))).toEqual(encode(100, values({ 1: '329', 2: '70' })))
  })

  it.each(withoutLayout.map((format) => format.id))('refuses field values of format %i, which has no public layout', (id) => {
    expect(problemOf(encode(id, [{ id: 1, value: '1' }]))).toEqual({ what: 'no_layout', formatId: id })
    expect(decode(id, '1').ok).toBe(false)
  })
})

describe('a credential given as its bits', () => {
  it('is kept as lower-case hexadecimal without leading zeros, with the length of its format', () => {
    expect(normalizeEncoded(100, '028C0293')).toEqual({ ok: true, value: { encoded: '28c0293', bits: 26 } })
    expect(normalizeEncoded(100, '28c0293', 26)).toEqual({ ok: true, value: { encoded: '28c0293', bits: 26 } })
    expect(normalizeEncoded(202, 'F'.repeat(16))).toEqual({ ok: true, value: { encoded: 'f'.repeat(16), bits: 64 } })
  })

  it('of unknown format has the length that is given, or none', () => {
    expect(normalizeEncoded(110, '00ff', 32)).toEqual({ ok: true, value: { encoded: 'ff', bits: 32 } })
    expect(normalizeEncoded(110, '00ff')).toEqual({ ok: true, value: { encoded: 'ff' } })
    expect(normalizeEncoded(110, '0', 8)).toEqual({ ok: true, value: { encoded: '0', bits: 8 } })
  })

  it('is taken with a parity bit that is wrong, since a panel compares bits and not parity', () => {
    expect(normalizeEncoded(100, '28c0292').ok).toBe(true)
    expect(decode(100, '28c0292').ok).toBe(false)
  })

  it.each([
    ['what is not hexadecimal', 100, 'xyz', undefined, { what: 'not_hexadecimal', encoded: 'xyz' }],
    ['nothing', 110, '', undefined, { what: 'not_hexadecimal', encoded: '' }],
    ['a sign', 110, '-1', undefined, { what: 'not_hexadecimal', encoded: '-1' }],
    ['more bits than its format has', 100, '4000000', undefined, { what: 'too_long', length: 27, bits: 26 }],
    ['more bits than its size', 110, '100', 8, { what: 'too_long', length: 9, bits: 8 }],
    ['more bits than any panel reports', 110, `1${'0'.repeat(128)}`, undefined, { what: 'not_hexadecimal' }],
    ['a size that is not that of its format', 100, '28c0293', 37, { what: 'bits_of_another_format', bits: 37, formatBits: 26 }],
    ['a size of 0', 110, '1', 0, { what: 'bits_out_of_range', bits: 0 }],
    ['a size of half a bit', 110, '1', 1.5, { what: 'bits_out_of_range', bits: 1.5 }],
    ['a size beyond any panel', 110, '1', 513, { what: 'bits_out_of_range', bits: 513 }],
    ['a format that does not exist', 5, '1', undefined, { what: 'unknown_format', formatId: 5 }],
  ] as const)('is refused with %s', (_, formatId, encoded, size, problem) => {
    expect(problemOf(normalizeEncoded(formatId, encoded, size))).toMatchObject(problem)
  })

  it('has one form, which is its own form', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: (1n << 512n) - 1n }), fc.nat(20), (value, zeros) => {
        const text = value.toString(16)
        expect(normalizeHex('0'.repeat(zeros) + text.toUpperCase())).toBe(text)
        expect(normalizeHex(text)).toBe(text)
      }),
    )
  })
})
