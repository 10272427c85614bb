import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decode, encode, normalizeEncoded, normalizeHex } from '../../../../shared/domain/people/credentials/encode.ts'
import { credentialFormats } from '../../../../shared/domain/people/credentials/formats.ts'

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

const encodable = credentialFormats.filter((format) => format.parity !== undefined)
const withoutLayout = credentialFormats.filter((format) => format.parity === undefined)
const messageOf = (result: { ok: boolean; error?: { field: string; message: string } }) => (result.ok ? 'ok' : result.error)

describe('encoding', () => {
  it.each(vectors)('makes what readers send: %s', (_, formatId, fields, encoded, bits) => {
    expect(encode(formatId, values(fields))).toEqual({ ok: true, value: { encoded, bits } })
    expect(encode(formatId, values(fields).reverse())).toEqual({ ok: true, value: { encoded, bits } })
  })

  it.each(vectors)('is read back: %s', (_, formatId, fields, encoded) => {
    const decoded = decode(formatId, encoded)
    if (!decoded.ok) throw new Error(decoded.error.message)
    expect(Object.fromEntries(decoded.value.map(({ id, value }) => [id, value]))).toEqual(fields)
    expect(decode(formatId, `000${encoded.toUpperCase()}`)).toEqual(decoded)
  })

  it('covers every format that has a public layout, and every field of it', () => {
    expect(encodable.map((format) => format.id)).toEqual([100, 102, 103, 104, 105, 109, 304])
    for (const { bits = 0, fields, parity = [] } of encodable) {
      const taken = [
        ...fields.flatMap(({ bits: at }) => Array.from({ length: at?.length ?? 0 }, (_, i) => (at?.from ?? 0) + i)),
        ...parity.map(({ at }) => at),
      ]
      expect(taken.sort((one, other) => one - other)).toEqual(Array.from({ length: bits }, (_, i) => i))
    }
  })

  describe.each(encodable.map((format) => [format.name, format] as const))('of %s', (_, format) => {
    const anyValues = fc.tuple(
      ...format.fields.map(({ id, bits }) =>
        fc.bigInt({ min: 0n, max: (1n << BigInt(bits?.length ?? 0)) - 1n }).map((value) => ({ id, value: value.toString() })),
      ),
    )

    it('loses nothing, whatever the values', () => {
      fc.assert(
        fc.property(anyValues, (fieldValues) => {
          const encoded = encode(format.id, fieldValues)
          if (!encoded.ok) throw new Error(encoded.error.message)
          expect(encoded.value.encoded).toMatch(/^[1-9a-f][0-9a-f]*$|^0$/)
          expect(normalizeEncoded(format.id, encoded.value.encoded, format.bits)).toEqual(encoded)
          expect(decode(format.id, encoded.value.encoded)).toEqual({ ok: true, value: fieldValues })
        }),
      )
    })

    it('notices every bit that was misread', () => {
      fc.assert(
        fc.property(anyValues, fc.nat({ max: (format.bits ?? 1) - 1 }), (fieldValues, bit) => {
          const encoded = encode(format.id, fieldValues)
          if (!encoded.ok) throw new Error(encoded.error.message)
          const misread = (BigInt(`0x${encoded.value.encoded}`) ^ (1n << BigInt(bit))).toString(16)
          expect(decode(format.id, misread).ok).toBe(false)
        }),
      )
    })

    it.each(format.fields.map((field) => [field.name, field] as const))(
      'refuses a %s that does not fit, by name',
      (name, field) => {
        const others = format.fields.filter(({ id }) => id !== field.id).map(({ id }) => ({ id, value: '1' }))
        const maximum = (1n << BigInt(field.bits?.length ?? 0)) - 1n
        const tried = (value: string) => messageOf(encode(format.id, [...others, { id: field.id, value }]))
        expect(tried(maximum.toString())).toBe('ok')
        for (const wrong of [(maximum + 1n).toString(), '-1', '1.5', '', ' 7', '0x1f', 'seven', '9'.repeat(400)])
          expect(tried(wrong)).toMatchObject({
            field: 'fieldValues',
            message: expect.stringContaining(`(${name}) is '${wrong}'`),
          })
        expect(messageOf(encode(format.id, others))).toMatchObject({ message: `Field ${field.id} (${name}) is missing` })
      },
    )
  })

  it('refuses fields of another format, fields given twice, and formats that do not exist', () => {
    const good = values({ 1: '329', 2: '70' })
    expect(messageOf(encode(100, [...good, { id: 5, value: '1' }]))).toMatchObject({
      message: expect.stringContaining('has no field 5'),
    })
    expect(messageOf(encode(100, [...good, { id: 1, value: '330' }]))).toMatchObject({
      message: expect.stringContaining('more than once'),
    })
    expect(messageOf(encode(999, good))).toMatchObject({
      field: 'credentialFormat',
      message: 'There is no credential format 999',
    })
    expect(messageOf(decode(999, '1'))).toMatchObject({ field: 'credentialFormat' })
  })

  it.each(withoutLayout.map((format) => [format.id, format.name] as const))(
    'refuses field values of %i, %s, and says what to give',
    (id, name) => {
      const fieldValues = (credentialFormats.find((format) => format.id === id)?.fields ?? []).map((field) => ({
        id: field.id,
        value: '1',
      }))
      expect(messageOf(encode(id, fieldValues))).toEqual({
        kind: 'invalid_credential',
        field: 'fieldValues',
        message: `Credential format ${id} (${name}) cannot be made from field values: give encodedCredential and size`,
      })
      expect(decode(id, '1').ok).toBe(false)
    },
  )
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
    ['what is not hexadecimal', 100, 'xyz', undefined, 'encodedCredential', "'xyz'"],
    ['nothing', 110, '', undefined, 'encodedCredential', "''"],
    ['a sign', 110, '-1', undefined, 'encodedCredential', "'-1'"],
    ['more bits than its format has', 100, '4000000', undefined, 'encodedCredential', 'takes 27 bits, more than 26'],
    ['more bits than its size', 110, '100', 8, 'encodedCredential', 'takes 9 bits, more than 8'],
    ['more bits than any panel reports', 110, `1${'0'.repeat(128)}`, undefined, 'encodedCredential', '1 to 128 digits'],
    ['a size that is not that of its format', 100, '28c0293', 37, 'size', 'size 37 is not the 26 bits'],
    ['a size of 0', 110, '1', 0, 'size', 'size 0'],
    ['a size of half a bit', 110, '1', 1.5, 'size', 'size 1.5'],
    ['a size beyond any panel', 110, '1', 513, 'size', 'size 513'],
    ['a format that does not exist', 5, '1', undefined, 'credentialFormat', 'no credential format 5'],
  ] as const)('is refused with %s', (_, formatId, encoded, size, field, words) => {
    expect(messageOf(normalizeEncoded(formatId, encoded, size))).toMatchObject({ field, message: expect.stringContaining(words) })
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

describe('the list of formats', () => {
  it('has every format and every field once', () => {
    const ids = credentialFormats.map((format) => format.id)
    const fieldIds = credentialFormats.flatMap((format) => format.fields.map((field) => field.id))
    expect(new Set(ids).size).toBe(ids.length)
    expect(new Set(fieldIds).size).toBe(fieldIds.length)
    expect(ids).toEqual([100, 102, 103, 104, 105, 106, 107, 108, 109, 110, 111, 201, 202, 203, 301, 302, 304, 305, 306, 307, 309])
  })

  it('names the fields of 26 bits as the document does', () => {
    expect(credentialFormats[0]?.fields.map(({ id, name }) => ({ id, name }))).toEqual([
      { id: 1, name: 'card_number' },
      { id: 2, name: 'facility_code' },
    ])
  })
})
