import { err, ok, type Result } from '../../../lib/result.ts'
import type { CredentialProblem, InvalidCredential } from './errors.ts'
import { type CredentialFormat, credentialFormat, type ParityBit } from './formats.ts'

/** The value of one field of a card: a whole number, in decimal digits, under the field's id. */
export type FieldValue = { id: number; value: string }

/** A card as a reader sends it: its bits as lower-case hexadecimal without leading zeros, and, where known, how many. */
export type EncodedCredential = { encoded: string; bits?: number }

const invalid = (problem: CredentialProblem) => err<InvalidCredential>({ kind: 'invalid_credential', problem })

/**
 * The bits of a card from the values of all its format's fields, parity included. Refuses an unknown format, one without a
 * public layout, a field that is missing, unknown, given twice, not a whole number, or too large for its bits.
 */
export const encode = (
  formatId: number,
  fieldValues: readonly FieldValue[],
): Result<{ encoded: string; bits: number }, InvalidCredential> => {
  const format = credentialFormat(formatId)
  if (!format) return invalid({ what: 'unknown_format', formatId })
  if (!format.layout) return invalid({ what: 'no_layout', formatId })
  const { bits, layout } = format
  const stray = fieldValues.find(({ id }) => !layout.fields.some((field) => field.id === id))
  if (stray) return invalid({ what: 'stray_field', formatId, fieldId: stray.id })
  let value = 0n
  for (const field of layout.fields) {
    const given = fieldValues.filter(({ id }) => id === field.id)
    const [only] = given
    if (!only) return invalid({ what: 'missing_field', formatId, fieldId: field.id })
    if (given.length > 1) return invalid({ what: 'repeated_field', formatId, fieldId: field.id })
    const maximum = (1n << BigInt(field.bits.length)) - 1n
    if (!/^\d{1,30}$/.test(only.value) || BigInt(only.value) > maximum)
      return invalid({ what: 'field_value', formatId, fieldId: field.id, value: only.value, maximum: maximum.toString() })
    value |= BigInt(only.value) << BigInt(bits - field.bits.from - field.bits.length)
  }
  for (const parity of layout.parity) value |= expectedParity(value, bits, parity) << BigInt(bits - 1 - parity.at)
  return ok({ encoded: value.toString(16), bits })
}

/**
 * The values of the fields that a card of this format holds, in the order of the format's fields. Refuses what `encode` could
 * not have made: another length, a wrong parity bit, a format without a public layout.
 */
export const decode = (formatId: number, encoded: string): Result<FieldValue[], InvalidCredential> => {
  const format = credentialFormat(formatId)
  if (!format) return invalid({ what: 'unknown_format', formatId })
  if (!format.layout) return invalid({ what: 'no_layout', formatId })
  const { bits, layout } = format
  const normal = normalizeEncoded(formatId, encoded)
  if (!normal.ok) return normal
  const value = BigInt(`0x${normal.value.encoded}`)
  const wrong = layout.parity.find((parity) => bitAt(value, bits, parity.at) !== expectedParity(value, bits, parity))
  if (wrong) return invalid({ what: 'parity', encoded, at: wrong.at })
  return ok(
    layout.fields.map(({ id, bits: { from, length } }) => ({
      id,
      value: ((value >> BigInt(bits - from - length)) & ((1n << BigInt(length)) - 1n)).toString(),
    })),
  )
}

/** The longest card that is taken, in bits: as much as a panel may report. */
export const maxBits = 512

/**
 * A card given as its bits: hexadecimal of any case and with any leading zeros, as lower-case hexadecimal without them. `size`,
 * in bits, has to match the length of the format, where that is known, and hold the value. Parity is not judged: the panel
 * compares bits, whatever a reader sends.
 */
export const normalizeEncoded = (
  formatId: number,
  given: string,
  size?: number,
): Result<EncodedCredential, InvalidCredential> => {
  const format = credentialFormat(formatId)
  if (!format) return invalid({ what: 'unknown_format', formatId })
  const encoded = normalizeHex(given)
  if (encoded === undefined) return invalid({ what: 'not_hexadecimal', encoded: given })
  const wrongSize = size === undefined ? undefined : sizeProblem(format, size)
  if (wrongSize) return invalid(wrongSize)
  const bits = format.bits ?? size
  const length = encoded === '0' ? 0 : BigInt(`0x${encoded}`).toString(2).length
  if (bits !== undefined && length > bits) return invalid({ what: 'too_long', encoded: given, length, bits })
  return ok(bits === undefined ? { encoded } : { encoded, bits })
}

const sizeProblem = ({ id, bits: formatBits }: CredentialFormat, bits: number): CredentialProblem | undefined => {
  if (!(Number.isInteger(bits) && bits >= 1 && bits <= maxBits)) return { what: 'bits_out_of_range', bits }
  const isOther = formatBits !== undefined && bits !== formatBits
  return isOther ? { what: 'bits_of_another_format', bits, formatId: id, formatBits } : undefined
}

/** Hexadecimal in the one form in which cards are stored and compared; undefined when it is not hexadecimal. */
export const normalizeHex = (text: string): string | undefined => {
  if (!/^[0-9a-fA-F]+$/.test(text)) return undefined
  const digits = text.toLowerCase().replace(/^0+(?=.)/, '')
  return digits.length * 4 <= maxBits ? digits : undefined
}

const bitAt = (value: bigint, bits: number, position: number): bigint => (value >> BigInt(bits - 1 - position)) & 1n

const expectedParity = (value: bigint, bits: number, { over, makes }: ParityBit): bigint =>
  over.reduce((sum, position) => sum ^ bitAt(value, bits, position), makes === 'odd' ? 1n : 0n)
