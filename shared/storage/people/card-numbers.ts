import { CredentialId } from '../../lib/ids.ts'
import type { Item, Key, Write } from '../table/types.ts'

/** What makes a card the only one of its kind in an account: its number, and its length in bits where that is known. */
export type CardNumber = { id: CredentialId; bits?: number | undefined }

/**
 * The cards of one number are one item, so that a reader's number is looked up in one read whatever its length. Each card owns
 * an attribute named after its length (`bits26`); one of unknown length owns `bitsAny`, and shares its number with no other
 * card. `cards` counts them.
 */
const lengthAttribute = (bits: number | undefined): string => `bits${bits ?? 'Any'}`

/** The write that takes a number for a new card; refused when another card has it in the same or an unknown length. */
export const claimNumber = (key: Key, { id, bits }: CardNumber): Write => ({
  update: key,
  set: { entity: 'unique', [lengthAttribute(bits)]: id },
  add: { cards: 1 },
  when:
    bits === undefined
      ? [
          {
            anyOf: [
              { attribute: 'cards', is: 'absent' },
              { attribute: 'cards', is: '=', value: 0 },
            ],
          },
        ]
      : [
          { attribute: lengthAttribute(bits), is: 'absent' },
          { attribute: lengthAttribute(undefined), is: 'absent' },
        ],
})

/** The write that gives up the number of a card that is the only one with it; refused when it is not. */
export const releaseNumber = (key: Key, { id, bits }: CardNumber): Write => ({
  delete: key,
  when: [
    { attribute: lengthAttribute(bits), is: '=', value: id },
    { attribute: 'cards', is: '=', value: 1 },
  ],
})

/** The write that gives up the number of a card while cards of other lengths keep it. */
export const releaseSharedNumber = (key: Key, { id, bits }: CardNumber): Write => ({
  update: key,
  remove: [lengthAttribute(bits)],
  add: { cards: -1 },
  when: [{ attribute: lengthAttribute(bits), is: '=', value: id }],
})

/** The cards that an item of `claimNumber` names. */
export const cardsOfNumber = (item: Item): CardNumber[] =>
  Object.entries(item).flatMap(([name, owner]) => {
    const [, length] = /^bits(\d+|Any)$/.exec(name) ?? []
    if (length === undefined) return []
    return [{ id: CredentialId.parse(owner), ...(length === 'Any' ? {} : { bits: Number(length) }) }]
  })
