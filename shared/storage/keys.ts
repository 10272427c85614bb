import type { Instant } from '../lib/clock.ts'
import { AccountId } from '../lib/ids.ts'
import type { Key } from './table/types.ts'

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
  | 'user'
  | 'credential'
  | 'group'
  | 'rule'
  | 'schedule'
  | 'holiday'
  | 'subscription'
  | 'application'

const account = (accountId: AccountId) => `A#${accountId}`

/** The account that an item belongs to, read from its partition key; undefined for what belongs to none. */
export const accountOfKey = (pk: string): AccountId | undefined => {
  const [, id] = /^A#(\d+)(?:#|$)/.exec(pk) ?? []
  return id === undefined ? undefined : AccountId.parse(id)
}

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

/** Users who are suspended, and nobody else: few, so that counting them is cheap. */
export const suspendedUsersPartition = (accountId: AccountId) => `${entityPartition(accountId, 'user')}#suspended`
export const suspendedUserIndex = (accountId: AccountId, userId: number) => ({
  gsi1pk: suspendedUsersPartition(accountId),
  gsi1sk: paddedId(userId),
})

/** Counted id ranges of one kind of entity: what makes `count` and any offset cheap. `of` names the collection. */
export const directoryPartition = (accountId: AccountId, of: string) => `${account(accountId)}#directory#${of}`

/** Says that a value (an external id, an encoded credential) is taken within an account, and by whom. */
export const uniqueKey = (accountId: AccountId, what: string, value: string): Key => ({
  pk: `${account(accountId)}#unique#${what}`,
  sk: value,
})

/** Says that a value is taken by anybody, and by whom: `what` is `username`, `client` or `serial`. */
export const globalKey = (what: 'username' | 'client' | 'serial' | 'account' | 'connection', value: string): Key => ({
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
/**
 * How many events happened in one UTC hour, in all and by type. The whole account is counted in parts, or all of its panels
 * would wait for one item; a site by itself, so that an account with many sites has no large item.
 */
export const eventCountShards = 4
export const eventCountPartition = (accountId: AccountId, kind: 'access' | 'audit', of: { shard: number } | { siteId: number }) =>
  `${account(accountId)}#event-counts#${kind}#${'shard' in of ? of.shard : `site-${of.siteId}`}`

/** A panel's commands, in order of creation: the ids are UUIDs of version 7. */
export const commandPartition = (accountId: AccountId, panelId: number) => `${account(accountId)}#panel#${panelId}#commands`
export const commandKey = (accountId: AccountId, panelId: number, commandId: string): Key => ({
  pk: commandPartition(accountId, panelId),
  sk: commandId,
})

/** What is live about the panels of an account, in the order of the panels themselves. */
export const presencePartition = (accountId: AccountId) => `${account(accountId)}#panel-presence`
export const presenceKey = (accountId: AccountId, panelId: number): Key => ({
  pk: presencePartition(accountId),
  sk: paddedId(panelId),
})
/** How far a panel's events are stored: one item per life of its numbering. */
export const uploadKey = (accountId: AccountId, panelId: number, epoch: string): Key => ({
  pk: `${account(accountId)}#panel#${panelId}`,
  sk: `upload#${epoch}`,
})
/** An assertion that a panel has used; no other may have its `jti` while it lives. */
export const assertionKey = (accountId: AccountId, panelId: number, jti: string): Key => ({
  pk: `${account(accountId)}#panel#${panelId}#assertions`,
  sk: jti,
})

/** The access rules of a subject, by target; and of a target, by subject: each rule is an item under both. */
export const rulePartition = (accountId: AccountId, by: 'subject' | 'target', kind: string, id: number) =>
  `${account(accountId)}#${by}-rules#${kind}#${id}`

/** What uses a schedule (access rules, doors that it unlocks): those items carry this key in GSI1. */
export const scheduleUsesPartition = (accountId: AccountId, scheduleId: number) =>
  `${account(accountId)}#schedule#${scheduleId}#uses`
export const scheduleUse = (accountId: AccountId, scheduleId: number, use: string) => ({
  gsi1pk: scheduleUsesPartition(accountId, scheduleId),
  gsi1sk: use,
})

/** What an administrator granted to an application, and what leads to a grant. Codes and sessions are named by their SHA-256. */
export const grantKey = (grantId: string): Key => ({ pk: `T#grant#${grantId}`, sk: 'grant' })
export const codeKey = (hash: string): Key => ({ pk: `T#code#${hash}`, sk: 'code' })
export const sessionKey = (hash: string): Key => ({ pk: `T#session#${hash}`, sk: 'session' })
/** Recent wrong passwords; by the username's SHA-256, since anybody may try any text as a username. */
export const signInAttemptsKey = (hash: string): Key => ({ pk: `T#sign-in#${hash}`, sk: 'attempts' })

/** Grants that ended before their access tokens did, in order of their end: few, since access tokens are short-lived. */
export const revocationPartition = 'G#revocations'
export const revocationSort = (revokedAt: Instant, grantId = '') => `${paddedInstant(revokedAt)}#${grantId}`

/** The deliveries of a subscription, in order of their events. */
export const deliveryKey = (accountId: AccountId, subscriptionId: number, processedAt: Instant, deliveryId: string): Key => ({
  pk: `${account(accountId)}#subscription#${subscriptionId}#deliveries`,
  sk: `${paddedInstant(processedAt)}#${deliveryId}`,
})

/** What falls due, in order of its instant. Sorting by time, a tick finds what an earlier one missed. */
export const dueShards = 16
export const duePartition = (shard: number) => `D#${shard}`
export const dueKey = (shard: number, dueAt: Instant, what: string): Key => ({
  pk: duePartition(shard),
  sk: `${paddedInstant(dueAt)}#${what}`,
})

/** Groups that have been deleted and still have members to be let go: what every tick looks for. */
export const sweepPartition = 'G#sweeps'
export const sweepKey = (accountId: AccountId, groupId: number): Key => ({
  pk: sweepPartition,
  sk: `${accountId}#${paddedId(groupId)}`,
})
