import type { Instant } from '../lib/clock.ts'
import type { AccountId } from '../lib/ids.ts'
import type { Key } from './table-types.ts'

/**
 * Every key shape of the table, and nowhere else. What belongs to a tenant begins with `A#<accountId>`; what must be found
 * before the tenant is known (a username, a client id, a serial number) begins with `G#`; tokens and codes with `T#`.
 */
export type EntityName =
  | 'administrator'
  | 'site'
  | 'panel'
  | 'access-point'
  | 'user'
  | 'credential'
  | 'group'
  | 'schedule'
  | 'holiday'
  | 'subscription'
  | 'application'

const account = (accountId: AccountId) => `A#${accountId}`

/** Ids in key order: 16 digits, so that text sorts as numbers do. */
export const paddedId = (id: number): string => String(id).padStart(16, '0')
/** Instants in key order: 15 digits of epoch milliseconds. */
export const paddedInstant = (at: Instant): string => String(Math.trunc(at)).padStart(15, '0')

export const accountKey = (accountId: AccountId): Key => ({ pk: account(accountId), sk: 'account' })

/** Entities of one kind share a partition and sort by id, which is by creation. */
export const entityPartition = (accountId: AccountId, entity: EntityName) => `${account(accountId)}#${entity}`
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
export const directoryPartition = (accountId: AccountId, of: string) => `${account(accountId)}#directory#${of}`

/** Says that a value (an external id, an encoded credential) is taken within an account, and by whom. */
export const uniqueKey = (accountId: AccountId, what: string, value: string): Key => ({
  pk: `${account(accountId)}#unique#${what}`,
  sk: value,
})

/** Says that a value is taken by anybody, and by whom: `what` is `username`, `client` or `serial`. */
export const globalKey = (what: 'username' | 'client' | 'serial' | 'account', value: string): Key => ({
  pk: `G#${what}#${value}`,
  sk: what,
})

/** Members of something, by id: `relation` is for example `group-users`. Both directions of a relation are items. */
export const relationPartition = (accountId: AccountId, relation: string, ownerId: number) =>
  `${account(accountId)}#${relation}#${ownerId}`
export const relationKey = (accountId: AccountId, relation: string, ownerId: number, memberId: number): Key => ({
  pk: relationPartition(accountId, relation, ownerId),
  sk: paddedId(memberId),
})

/** Events of an account: a partition per kind, UTC day and shard, in order of time. */
export const eventShards = 4
export const utcDay = (at: Instant): string => new Date(at).toISOString().slice(0, 10)
export const utcHour = (at: Instant): string => new Date(at).toISOString().slice(0, 13)
export const eventPartition = (accountId: AccountId, kind: 'access' | 'audit', day: string, shard: number) =>
  `${account(accountId)}#events#${kind}#${day}#${shard}`
export const eventSort = (occurredAt: Instant, uuid: string) => `${paddedInstant(occurredAt)}#${uuid}`
/** How many events of a kind happened in one UTC hour, in all and by type and site. */
export const eventCountKey = (accountId: AccountId, kind: 'access' | 'audit', hour: string): Key => ({
  pk: `${account(accountId)}#event-counts#${kind}`,
  sk: hour,
})

/** A panel's commands, in order of creation: the ids are UUIDs of version 7. */
export const commandPartition = (accountId: AccountId, panelId: number) => `${account(accountId)}#panel#${panelId}#commands`
export const commandKey = (accountId: AccountId, panelId: number, commandId: string): Key => ({
  pk: commandPartition(accountId, panelId),
  sk: commandId,
})

/** What uses a schedule (permissions, doors that it unlocks): those items carry this key in GSI1. */
export const scheduleUsesPartition = (accountId: AccountId, scheduleId: number) =>
  `${account(accountId)}#schedule#${scheduleId}#uses`
export const scheduleUse = (accountId: AccountId, scheduleId: number, use: string) => ({
  gsi1pk: scheduleUsesPartition(accountId, scheduleId),
  gsi1sk: use,
})
