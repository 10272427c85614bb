import { err, ok, type Result } from '../../../lib/result.ts'
import { type CredentialFormat, credentialFormat, type ParityBit } from './formats.ts'

/** The value of one field of a credential: a whole number, in decimal digits, under the field's id. */
export type FieldValue = { id: number; value: string }

/** What is wrong with the words of a credential: `field` is the field of the request, `message` names the value as well. */
export type CredentialError = { kind: 'invalid_credential'; field: string; message: string }

/** A credential as a reader sends it: its bits as lower-case hexadecimal without leading zeros, and, where known, how many. */
export type EncodedCredential = { encoded: string; bits?: number }

const invalid = (field: string, message: string) => err<CredentialError>({ kind: 'invalid_credential', field, message })

/**
 * The bits of a credential from the values of all its format's fields, parity included. Refuses an unknown format, one
 * without a public layout, a field that is missing, unknown, given twice, not a whole number, or too large for its bits.
 */
export const encode = (
  formatId: number,
  fieldValues: readonly FieldValue[],
): Result<{ encoded: string; bits: number }, CredentialError> => {
  const format = credentialFormat(formatId)
  if (!format) return unknownFormat(formatId)
  if (!hasLayout(format))
    return invalid(
      'fieldValues',
      `Credential format ${formatId} (${format.name}) cannot be made from field values: give encodedCredential and size`,
    )
  const stray = fieldValues.find(({ id }) => !format.fields.some((field) => field.id === id))
  if (stray) return invalid('fieldValues', `Credential format ${formatId} (${format.name}) has no field ${stray.id}`)
  let value = 0n
  for (const field of format.fields) {
    const given = fieldValues.filter(({ id }) => id === field.id)
    const [only] = given
    if (!only) return invalid('fieldValues', `Field ${field.id} (${field.name}) is missing`)
    if (given.length > 1) return invalid('fieldValues', `Field ${field.id} (${field.name}) is given more than once`)
    const maximum = (1n << BigInt(field.bits.length)) - 1n
    if (!/^\d{1,30}$/.test(only.value) || BigInt(only.value) > maximum)
      return invalid(
        'fieldValues',
        `Field ${field.id} (${field.name}) is '${only.value}', not a whole number from 0 to ${maximum}`,
      )
    value |= BigInt(only.value) << BigInt(format.bits - field.bits.from - field.bits.length)
  }
  for (const parity of format.parity) value |= expectedParity(value, format.bits, parity) << BigInt(format.bits - 1 - parity.at)
  return ok({ encoded: value.toString(16), bits: format.bits })
}

/**
 * The values of the fields that a credential of this format holds, in the order of the format's fields. Refuses what `encode`
 * could not have made: another length, a wrong parity bit, a format without a public layout.
 */
export const decode = (formatId: number, encoded: string): Result<FieldValue[], CredentialError> => {
  const format = credentialFormat(formatId)
  if (!format) return unknownFormat(formatId)
  if (!hasLayout(format))
    return invalid('encodedCredential', `Credential format ${formatId} (${format.name}) has no field values to read`)
  const normal = normalizeEncoded(formatId, encoded)
  if (!normal.ok) return normal
  const value = BigInt(`0x${normal.value.encoded}`)
  const wrong = format.parity.find(
    (parity) => bitAt(value, format.bits, parity.at) !== expectedParity(value, format.bits, parity),
  )
  if (wrong) return invalid('encodedCredential', `'${encoded}' has a wrong parity bit at position ${wrong.at}`)
  return ok(
    format.fields.map(({ id, bits: { from, length } }) => ({
      id,
      value: ((value >> BigInt(format.bits - from - length)) & ((1n << BigInt(length)) - 1n)).toString(),
    })),
  )
}

/** The longest credential that is taken, in bits: as much as a panel may report. */
const maximumBits = 512

/**
 * A credential given as its bits: hexadecimal of any case and with any leading zeros, as lower-case hexadecimal without them.
 * `size`, in bits, has to match the length of the format, where that is known, and hold the value. Parity is not judged: the
 * panel compares bits, whatever a reader sends.
 */
export const normalizeEncoded = (
  formatId: number,
  encodedCredential: string,
  size?: number,
): Result<EncodedCredential, CredentialError> => {
  const format = credentialFormat(formatId)
  if (!format) return unknownFormat(formatId)
  const encoded = normalizeHex(encodedCredential)
  if (encoded === undefined)
    return invalid('encodedCredential', `'${encodedCredential}' is not a hexadecimal number of 1 to ${maximumBits / 4} digits`)
  if (size !== undefined && !(Number.isInteger(size) && size >= 1 && size <= maximumBits))
    return invalid('size', `size ${size} is not a whole number of bits from 1 to ${maximumBits}`)
  if (size !== undefined && format.bits !== undefined && size !== format.bits)
    return invalid('size', `size ${size} is not the ${format.bits} bits of credential format ${formatId} (${format.name})`)
  const bits = format.bits ?? size
  const length = encoded === '0' ? 0 : BigInt(`0x${encoded}`).toString(2).length
  if (bits !== undefined && length > bits)
    return invalid('encodedCredential', `'${encodedCredential}' takes ${length} bits, more than ${bits}`)
  return ok(bits === undefined ? { encoded } : { encoded, bits })
}

/** Hexadecimal in the one form in which credentials are stored and compared; undefined when it is not hexadecimal. */
export const normalizeHex = (text: string): string | undefined => {
  if (!/^[0-9a-fA-F]+$/.test(text)) return undefined
  const digits = text.toLowerCase().replace(/^0+(?=.)/, '')
  return digits.length * 4 <= maximumBits ? digits : undefined
}

type Layout = Omit<CredentialFormat, 'fields'> & {
  bits: number
  parity: readonly ParityBit[]
  fields: readonly { id: number; name: string; bits: { from: number; length: number } }[]
}

const hasLayout = (format: CredentialFormat): format is Layout =>
  format.bits !== undefined && format.parity !== undefined && format.fields.every((field) => field.bits !== undefined)

const bitAt = (value: bigint, bits: number, position: number): bigint => (value >> BigInt(bits - 1 - position)) & 1n

const expectedParity = (value: bigint, bits: number, { over, makes }: ParityBit): bigint =>
  over.reduce((sum, position) => sum ^ bitAt(value, bits, position), makes === 'odd' ? 1n : 0n)

const unknownFormat = (formatId: number) => invalid('credentialFormat', `There is no credential format ${formatId}`)
