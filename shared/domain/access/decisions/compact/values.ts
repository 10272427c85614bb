import { type CredentialFamily, CredentialKind, familyOf } from '../../../people/credentials/entity.ts'

const families = [...new Set(CredentialKind.options.map(familyOf))]
const text = new TextEncoder()
const fromText = new TextDecoder()

/** A number for each family of kinds, so that equal values of two families have different hashes. */
export const codeOfFamily = (family: CredentialFamily): number => families.indexOf(family)

/** The value of a credential in as few bytes as it needs: of a card, two of its hexadecimal digits in one. Other values are texts. */
export const valueBytes = (family: CredentialFamily, value: string): Uint8Array =>
  (family === 'card' ? packedDigits(value) : undefined) ?? text.encode(value)

/** The value that these bytes are made of. A card of a panel's rules has hexadecimal digits without leading zeros. */
export const valueFrom = (family: CredentialFamily, bytes: Uint8Array): string =>
  family === 'card'
    ? Buffer.from(bytes)
        .toString('hex')
        .replace(/^0(?=.)/, '')
    : fromText.decode(bytes)

/** Undefined for a text that is not lower-case hexadecimal. This is done at each card that is read, so it makes no other texts. */
const packedDigits = (value: string): Uint8Array | undefined => {
  const bytes = new Uint8Array(Math.ceil(value.length / 2))
  const odd = value.length % 2
  for (let index = 0; index < value.length; index += 1) {
    const digit = digitOf(value.charCodeAt(index))
    if (digit === undefined) return undefined
    const place = (index + odd) >> 1
    bytes[place] = ((bytes[place] ?? 0) << 4) | digit
  }
  return bytes
}

const digitOf = (code: number): number | undefined => {
  if (code >= 48 && code <= 57) return code - 48
  return code >= 97 && code <= 102 ? code - 87 : undefined
}
