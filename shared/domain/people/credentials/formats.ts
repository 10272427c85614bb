/** A field of a format: its id and name on the wire, and, where the layout is public, where its bits stand (0 is the first sent). */
export type CredentialField = { id: number; name: string; bits?: { from: number; length: number } }

/** A parity bit at position `at`, which makes the count of ones, its own included, even or odd over the positions in `over`. */
export type ParityBit = { at: number; makes: 'even' | 'odd'; over: readonly number[] }

/**
 * A credential format (API document, List credential formats). `bits` is the length of its credentials, left out where it is
 * not public or varies. Only a format with `parity` can be encoded from its fields; the parity bits stand in the order in
 * which they are computed, since some cover others.
 */
export type CredentialFormat = {
  id: number
  name: string
  bits?: number
  fields: readonly CredentialField[]
  parity?: readonly ParityBit[]
}

/** Whole numbers from `first` to `last`, both included. */
const range = (first: number, last: number): number[] => Array.from({ length: last - first + 1 }, (_, index) => first + index)

/** Two of every three positions from `first` to `last`, beginning with two: how the Corporate 1000 formats spread their parity. */
const twoOfThree = (first: number, last: number): number[] =>
  range(first, last).filter((position) => (position - first) % 3 !== 2)

const card = (id: number, from?: number, length?: number): CredentialField => field(id, 'card_number', from, length)
const facility = (id: number, from?: number, length?: number): CredentialField => field(id, 'facility_code', from, length)
const field = (id: number, name: string, from?: number, length?: number): CredentialField =>
  from === undefined || length === undefined ? { id, name } : { id, name, bits: { from, length } }

/**
 * Every format that can be listed and created, by id. Those without `parity` have no public layout that their fields would
 * fill: 106 shares its length with a published layout of one field but has two, 111 and 201 lack fields that their published
 * layouts hold (an expiration date, a person), 107, 108 and 301 name several layouts. A guessed bit would be another card.
 */
export const credentialFormats: readonly CredentialFormat[] = [
  {
    id: 100,
    name: 'Standard 26 Bit',
    bits: 26,
    fields: [card(1, 9, 16), facility(2, 1, 8)],
    parity: [
      { at: 0, makes: 'even', over: range(1, 12) },
      { at: 25, makes: 'odd', over: range(13, 24) },
    ],
  },
  {
    id: 102,
    name: 'HID Corporate 1000',
    bits: 35,
    fields: [card(5, 14, 20), facility(6, 2, 12)],
    parity: [
      { at: 1, makes: 'even', over: twoOfThree(2, 33) },
      { at: 34, makes: 'odd', over: twoOfThree(1, 32) },
      { at: 0, makes: 'odd', over: range(1, 34) },
    ],
  },
  {
    id: 103,
    name: 'HID 37 bit w Facility Code',
    bits: 37,
    fields: [card(10, 17, 19), facility(11, 1, 16)],
    parity: [
      { at: 0, makes: 'even', over: range(1, 18) },
      { at: 36, makes: 'odd', over: range(18, 35) },
    ],
  },
  {
    id: 104,
    name: 'HID 37 bit',
    bits: 37,
    fields: [card(14, 1, 35)],
    parity: [
      { at: 0, makes: 'even', over: range(1, 18) },
      { at: 36, makes: 'odd', over: range(18, 35) },
    ],
  },
  {
    id: 105,
    name: 'Generic 34 bit (Even)',
    bits: 34,
    fields: [card(17, 17, 16), facility(18, 1, 16)],
    parity: [
      { at: 0, makes: 'even', over: range(1, 16) },
      { at: 33, makes: 'odd', over: range(17, 32) },
    ],
  },
  { id: 106, name: 'Casi-Rusco 40 bit', bits: 40, fields: [card(25), facility(26)] },
  { id: 107, name: 'Generic 34 bit (Odd)', bits: 34, fields: [card(21), facility(22)] },
  { id: 108, name: 'HID 33 bit', bits: 33, fields: [card(29), facility(30)] },
  {
    id: 109,
    name: 'HID 33 D10202 bit',
    bits: 33,
    fields: [card(33, 8, 24), facility(34, 1, 7)],
    parity: [
      { at: 0, makes: 'even', over: range(1, 16) },
      { at: 32, makes: 'odd', over: range(16, 31) },
    ],
  },
  { id: 110, name: 'Unknown format', fields: [] },
  { id: 111, name: '75-bit PIV', bits: 75, fields: [card(37), field(38, 'system_code'), field(39, 'agency_code')] },
  {
    id: 201,
    name: 'FASC-N',
    fields: [
      field(43, 'agency_code'),
      field(45, 'system_code'),
      field(47, 'card_number'),
      field(49, 'credential_series'),
      field(51, 'individual_credential_issue'),
    ],
  },
  { id: 202, name: '64-bit BCD PIV', bits: 64, fields: [] },
  { id: 203, name: '64-bit Reverse BCD PIV', bits: 64, fields: [] },
  { id: 301, name: '30-bit Wiegand', bits: 30, fields: [card(61), facility(62)] },
  { id: 302, name: 'Allegion 34S', bits: 34, fields: [card(81), facility(82)] },
  {
    id: 304,
    name: 'HID Corporate 1000 48-bit',
    bits: 48,
    fields: [card(106, 24, 23), facility(107, 2, 22)],
    parity: [
      { at: 1, makes: 'even', over: twoOfThree(3, 46) },
      { at: 47, makes: 'odd', over: twoOfThree(2, 45) },
      { at: 0, makes: 'odd', over: range(1, 47) },
    ],
  },
  { id: 305, name: '128-bit PIV', bits: 128, fields: [field(121, 'agency_code'), field(122, 'system_code'), card(123)] },
  {
    id: 306,
    name: 'PIV-I',
    fields: [
      field(141, 'agency_code'),
      field(142, 'system_code'),
      field(143, 'card_number'),
      field(144, 'credential_series'),
      field(145, 'individual_credential_issue'),
    ],
  },
  { id: 307, name: 'Mobile Pass', fields: [] },
  { id: 309, name: 'Allegion 40-Bit', bits: 40, fields: [card(181), facility(182)] },
]

/** What a credential of unknown format is: its bits as they are, of the length that its creator gives. */
export const unknownFormatId = 110

const byId = new Map(credentialFormats.map((format) => [format.id, format]))

/** The format with this id; undefined when there is none. */
export const credentialFormat = (id: number): CredentialFormat | undefined => byId.get(id)
