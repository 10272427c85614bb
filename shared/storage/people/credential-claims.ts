import { type Credential, type CredentialFamily, familyOf } from '../../domain/people/credentials/entity.ts'
import { type AccountId, CredentialId } from '../../lib/ids.ts'
import { uniqueKey } from '../keys/common.ts'
import type { Condition, Item, Key, Write } from '../table/types.ts'

/** A credential that has a value: of a card also its length in bits, where that is known. */
export type ValueOwner = { id: CredentialId; bits?: number | undefined }

/**
 * Says which credentials of an account have a value. Kinds of one family share their values; nothing else may have a PIN's
 * digits as its switch code. The user store claims the PINs, since they belong to the users' own items.
 */
export const claimKey = (accountId: AccountId, family: CredentialFamily, value: string): Key =>
  uniqueKey(accountId, `credential-${family}`, value)

/**
 * The cards of one number are one item, so that a reader's number is looked up in one read whatever its length. Each card owns
 * an attribute named after its length (`bits26`); one of unknown length owns `bitsAny`, and shares its number with no other
 * card. `cards` counts them.
 */
const lengthAttribute = (bits: number | undefined): string => `bits${bits ?? 'Any'}`

/** The write that takes the value of a new credential; refused when another has it (of cards: in the same or an unknown length). */
export const claimValue = (accountId: AccountId, credential: Credential): Write => {
  const key = claimKey(accountId, familyOf(credential.kind), credential.encoded)
  const { id } = credential
  if (familyOf(credential.kind) !== 'card') return claimAlone(key, id)
  const bits = bitsOf(credential)
  return {
    update: key,
    set: { entity: 'unique', [lengthAttribute(bits)]: id },
    add: { cards: 1 },
    when: bits === undefined ? noOtherCard : [lengthAttribute(bits), lengthAttribute(undefined)].map(isAbsent),
  }
}

const isAbsent = (attribute: string): Condition => ({ attribute, is: 'absent' })
const noOtherCard: Condition[] = [{ anyOf: [isAbsent('cards'), { attribute: 'cards', is: '=', value: 0 }] }]

/** The write that takes a value for one owner alone. */
export const claimAlone = (key: Key, ownerId: number): Write => ({
  put: { ...key, entity: 'unique', ownerId },
  when: [{ attribute: 'pk', is: 'absent' }],
})

/** The write that gives up the value of a credential which is the only one with it; of a card it is refused when others have it. */
export const releaseValue = (accountId: AccountId, credential: Credential): Write => {
  const key = claimKey(accountId, familyOf(credential.kind), credential.encoded)
  if (familyOf(credential.kind) !== 'card') return { delete: key }
  return { delete: key, when: [isOwn(credential), { attribute: 'cards', is: '=', value: 1 }] }
}

/** The write that gives up the number of a card while cards of other lengths keep it. */
export const releaseSharedNumber = (accountId: AccountId, credential: Credential): Write => ({
  update: claimKey(accountId, 'card', credential.encoded),
  remove: [lengthAttribute(bitsOf(credential))],
  add: { cards: -1 },
  when: [isOwn(credential)],
})

const isOwn = (credential: Credential): Condition => ({
  attribute: lengthAttribute(bitsOf(credential)),
  is: '=',
  value: credential.id,
})

const bitsOf = (credential: Credential): number | undefined => ('bits' in credential ? credential.bits : undefined)

/** The credentials that an item under `claimKey` names. */
export const ownersOfValue = ({ ownerId, ...item }: Item): ValueOwner[] => {
  if (ownerId !== undefined) return [{ id: CredentialId.parse(ownerId) }]
  return Object.entries(item).flatMap(([name, owner]) => {
    const [, length] = /^bits(\d+|Any)$/.exec(name) ?? []
    if (length === undefined) return []
    return [{ id: CredentialId.parse(owner), ...(length === 'Any' ? {} : { bits: Number(length) }) }]
  })
}
