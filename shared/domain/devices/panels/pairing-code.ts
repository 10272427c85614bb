import { sha256 } from '../../../lib/secrets.ts'

/** Digits and capitals without those that are mistaken for others (I, L, O, U): one letter is 5 bits. */
const letters = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
/** 80 random bits: too many to try, even for somebody who has stolen the hash. */
export const pairingCodeBytes = 10

/** A one-time code from random bytes: four groups of four letters, `7QK2-M0XN-…`, to be typed into a panel. */
export const pairingCodeFrom = (bytes: Uint8Array): string => {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('')
  const code = (bits.match(/.{5}/g) ?? []).map((five) => letters[Number.parseInt(five, 2)]).join('')
  return (code.match(/.{1,4}/g) ?? []).join('-')
}

/** The hash that is kept of a code. Case, dashes and spaces do not matter, nor an O typed for a zero, an I or L for a one. */
export const pairingCodeHash = (code: string): string =>
  sha256(code.toUpperCase().replace(/[\s-]/g, '').replace(/O/g, '0').replace(/[IL]/g, '1'))
