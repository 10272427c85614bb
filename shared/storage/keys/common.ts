import type { Instant } from '../../lib/clock.ts'
import { AccountId } from '../../lib/ids.ts'
import type { Key } from '../table/types.ts'

/**
 * Every key shape of the table, and nowhere else. What belongs to a tenant begins with `A#<accountId>`; what must be found
 * before the tenant is known (a username, a client id, a serial number) begins with `G#`; tokens and codes with `T#`; what
 * falls due at an instant with `D#`.
 */
export type EntityName =
  | 'administrator'
  | 'company'
  | 'site'
  | 'panel'
  | 'access-point'
  | 'area'
  | 'door-set'
  | 'emergency-scenario'
  | 'reader'
  | 'camera'
  | 'user'
  /** Kept among users, and listed without them. */
  | 'visitor'
  | 'credential'
  | 'custom-field'
  | 'group'
  | 'rule'
  | 'schedule'
  | 'holiday'
  | 'subscription'
  | 'application'
  | 'role'

/** The first part of every partition of one account. */
export const accountPrefix = (accountId: AccountId) => `A#${accountId}`

/** The account that an item belongs to, read from its partition key; undefined for what belongs to none. */
export const accountOfKey = (pk: string): AccountId | undefined => {
  const [, id] = /^A#(\d+)(?:#|$)/.exec(pk) ?? []
  return id === undefined ? undefined : AccountId.parse(id)
}

/** Ids in key order: 16 digits, so that text sorts as numbers do. */
export const paddedId = (id: number): string => String(id).padStart(16, '0')
/** Instants in key order: 15 digits of epoch milliseconds. */
export const paddedInstant = (at: Instant): string => String(Math.trunc(at)).padStart(15, '0')

export const accountKey = (accountId: AccountId): Key => ({ pk: accountPrefix(accountId), sk: 'account' })

/** Entities of one kind share a partition and sort by id, which is by creation. */
export const entityPartition = (accountId: AccountId, entity: EntityName) => `${accountPrefix(accountId)}#${entity}`
export const entityKey = (accountId: AccountId, entity: EntityName, id: number): Key => ({
  pk: entityPartition(accountId, entity),
  sk: paddedId(id),
})

/** The compact projection that filtered listings read, in `findShards` parallel parts. */
export const findShards = 4
export const findPartition = (accountId: AccountId, entity: EntityName, shard: number) =>
  `${entityPartition(accountId, entity)}#find#${shard}`
export const findIndex = (accountId: AccountId, entity: EntityName, id: number) => ({
  gsi2pk: findPartition(accountId, entity, id % findShards),
  gsi2sk: paddedId(id),
})

/** Counted id ranges of one kind of entity: what makes `count` and any offset cheap. `of` names the collection. */
export const directoryPartition = (accountId: AccountId, of: string) => `${accountPrefix(accountId)}#directory#${of}`

/** Says that a value (an external id, an encoded credential) is taken within an account, and by whom. */
export const uniqueKey = (accountId: AccountId, what: string, value: string): Key => ({
  pk: `${accountPrefix(accountId)}#unique#${what}`,
  sk: value,
})

/** Says that a value is taken by anybody, and by whom: `what` is `username`, `client` or `serial`. */
export const globalKey = (
  what: 'username' | 'client' | 'serial' | 'account' | 'connection' | 'access-code' | 'wrong-codes' | 'face-consent',
  value: string,
): Key => ({
  pk: `G#${what}#${value}`,
  sk: what,
})

/** Members of something, by id: `relation` is for example `group-users`. Both directions of a relation are items. */
export const relationPartition = (accountId: AccountId, relation: string, ownerId: number) =>
  `${accountPrefix(accountId)}#${relation}#${ownerId}`
export const relationKey = (accountId: AccountId, relation: string, ownerId: number, memberId: number): Key => ({
  pk: relationPartition(accountId, relation, ownerId),
  sk: paddedId(memberId),
})
