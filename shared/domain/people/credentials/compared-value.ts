import { normalizeHex } from './encode.ts'
import type { CredentialKind } from './entity.ts'

/**
 * A value of a kind in the one form in which it is stored and compared: the bits of a card in lower-case hexadecimal without
 * leading zeros, a plate in capitals without spaces and hyphens, anything else as it is. Undefined when it is no value of the kind.
 */
export const comparedValue = (kind: CredentialKind, value: string): string | undefined => {
  if (kind === 'card' || kind === 'virtual_card') return normalizeHex(value)
  const text =
    kind === 'plate'
      ? value
          .normalize('NFC')
          .toUpperCase()
          .replace(/[\s\p{Pd}]/gu, '')
      : value
  return text === '' ? undefined : text
}
