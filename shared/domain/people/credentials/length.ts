/**
 * Whether a card of `bits` can be the one of which a reader read `readBits`. The same number in another length is another card:
 * 26 and 34 bits may both read `a00c8`. Where either length is unknown only the number can be compared.
 */
export const isLengthPossible = (bits: number | undefined, readBits: number | undefined): boolean =>
  bits === undefined || readBits === undefined || bits === readBits
