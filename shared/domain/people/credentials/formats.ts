/** A field of a layout: its id, where its bits stand (0 is the first sent), and what it means. */
export type CredentialField = { id: number; means: 'number' | 'facility'; bits: { from: number; length: number } }

/** A parity bit at position `at`, which makes the count of ones, its own included, even or odd over the positions in `over`. */
export type ParityBit = { at: number; makes: 'even' | 'odd'; over: readonly number[] }

/**
 * How the bits of a format are filled from its fields. The parity bits stand in the order in which they are computed, since some
 * cover others.
 */
export type Layout = { fields: readonly CredentialField[]; parity: readonly ParityBit[] }

/**
 * A format of cards. `bits` is the length of its cards, left out where it is not public or varies; only a format with a `layout`
 * can be encoded from field values. Names belong to the APIs.
 */
export type CredentialFormat = { id: number; bits?: number; layout?: undefined } | { id: number; bits: number; layout: Layout }

/** Whole numbers from `first` to `last`, both included. */
const range = (first: number, last: number): number[] => Array.from({ length: last - first + 1 }, (_, index) => first + index)

/** Two of every three positions from `first` to `last`, beginning with two: how the Corporate 1000 formats spread their parity. */
const twoOfThree = (first: number, last: number): number[] =>
  range(first, last).filter((position) => (position - first) % 3 !== 2)

const card = (id: number, from: number, length: number): CredentialField => ({ id, means: 'number', bits: { from, length } })
const facility = (id: number, from: number, length: number): CredentialField => ({
  id,
  means: 'facility',
  bits: { from, length },
})

/**
 * Every format, by id: those of the API document (List credential formats). Those without a layout have no public one that their
 * fields would fill: 106 shares its length with a published layout of one field but has two, 111 and 201 lack fields that their
 * published layouts hold (an expiration date, a person), 107, 108 and 301 name several layouts. A guessed bit would be another card.
 */
export const credentialFormats: readonly CredentialFormat[] = [
  {
    id: 100,
    bits: 26,
    layout: {
      fields: [card(1, 9, 16), facility(2, 1, 8)],
      parity: [
        { at: 0, makes: 'even', over: range(1, 12) },
        { at: 25, makes: 'odd', over: range(13, 24) },
      ],
    },
  },
  {
    id: 102,
    bits: 35,
    layout: {
      fields: [card(5, 14, 20), facility(6, 2, 12)],
      parity: [
        { at: 1, makes: 'even', over: twoOfThree(2, 33) },
        { at: 34, makes: 'odd', over: twoOfThree(1, 32) },
        { at: 0, makes: 'odd', over: range(1, 34) },
      ],
    },
  },
  {
    id: 103,
    bits: 37,
    layout: {
      fields: [card(10, 17, 19), facility(11, 1, 16)],
      parity: [
        { at: 0, makes: 'even', over: range(1, 18) },
        { at: 36, makes: 'odd', over: range(18, 35) },
      ],
    },
  },
  {
    id: 104,
    bits: 37,
    layout: {
      fields: [card(14, 1, 35)],
      parity: [
        { at: 0, makes: 'even', over: range(1, 18) },
        { at: 36, makes: 'odd', over: range(18, 35) },
      ],
    },
  },
  {
    id: 105,
    bits: 34,
    layout: {
      fields: [card(17, 17, 16), facility(18, 1, 16)],
      parity: [
        { at: 0, makes: 'even', over: range(1, 16) },
        { at: 33, makes: 'odd', over: range(17, 32) },
      ],
    },
  },
  { id: 106, bits: 40 },
  { id: 107, bits: 34 },
  { id: 108, bits: 33 },
  {
    id: 109,
    bits: 33,
    layout: {
      fields: [card(33, 8, 24), facility(34, 1, 7)],
      parity: [
        { at: 0, makes: 'even', over: range(1, 16) },
        { at: 32, makes: 'odd', over: range(16, 31) },
      ],
    },
  },
  { id: 110 },
  { id: 111, bits: 75 },
  { id: 201 },
  { id: 202, bits: 64 },
  { id: 203, bits: 64 },
  { id: 301, bits: 30 },
  { id: 302, bits: 34 },
  {
    id: 304,
    bits: 48,
    layout: {
      fields: [card(106, 24, 23), facility(107, 2, 22)],
      parity: [
        { at: 1, makes: 'even', over: twoOfThree(3, 46) },
        { at: 47, makes: 'odd', over: twoOfThree(2, 45) },
        { at: 0, makes: 'odd', over: range(1, 47) },
      ],
    },
  },
  { id: 305, bits: 128 },
  { id: 306 },
  { id: 307 },
  { id: 309, bits: 40 },
]

/** What a credential of unknown format is: its bits as they are, of the length that its creator gives. */
export const unknownFormatId = 110

/** The formats of Allegion: 34S and 40-Bit. */
export const allegionFormatIds: readonly number[] = [302, 309]
/** The format of the key in a phone. */
export const mobilePassFormatId = 307

const byId = new Map(credentialFormats.map((format) => [format.id, format]))

/** The format with this id; undefined when there is none. */
export const credentialFormat = (id: number): CredentialFormat | undefined => byId.get(id)
