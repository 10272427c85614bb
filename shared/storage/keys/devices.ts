import type { AccountId } from '../../lib/ids.ts'
import type { Key } from '../table/types.ts'
import { accountPrefix, paddedId } from './common.ts'

/** A panel's commands, in order of creation: the ids are UUIDs of version 7. */
export const commandPartition = (accountId: AccountId, panelId: number) => `${accountPrefix(accountId)}#panel#${panelId}#commands`
export const commandKey = (accountId: AccountId, panelId: number, commandId: string): Key => ({
  pk: commandPartition(accountId, panelId),
  sk: commandId,
})

/** What is live about the panels of an account lies in so many partitions, or a lockdown would heat a single one. */
export const presenceShards = 16
/** The partitions of what is live about the panels of an account, each in the order of its panels. */
export const presencePartitions = (accountId: AccountId): string[] =>
  Array.from({ length: presenceShards }, (_, shard) => presencePartition(accountId, shard))
const presencePartition = (accountId: AccountId, shard: number) => `${accountPrefix(accountId)}#panel-presence#${shard}`
export const presenceKey = (accountId: AccountId, panelId: number): Key => ({
  pk: presencePartition(accountId, panelId % presenceShards),
  sk: paddedId(panelId),
})
/** What a panel's doors are to do besides its rules. */
export const postureKey = (accountId: AccountId, panelId: number): Key => ({
  pk: `${accountPrefix(accountId)}#panel#${panelId}#posture`,
  sk: 'posture',
})
/** How far a panel's events are stored: one item per life of its numbering. */
export const uploadKey = (accountId: AccountId, panelId: number, epoch: string): Key => ({
  pk: `${accountPrefix(accountId)}#panel#${panelId}`,
  sk: `upload#${epoch}`,
})
/** An assertion that a panel has used; no other may have its `jti` while it lives. */
export const assertionKey = (accountId: AccountId, panelId: number, jti: string): Key => ({
  pk: `${accountPrefix(accountId)}#panel#${panelId}#assertions`,
  sk: jti,
})

/** The log of a panel's rules: a note of what they say besides people, the entries by version, and after them what decides who is in it. */
export const rulesLogPartition = (accountId: AccountId, panelId: number) => `${accountPrefix(accountId)}#panel#${panelId}#rules`
export const rulesEntryKey = (accountId: AccountId, panelId: number, version: number): Key => ({
  pk: rulesLogPartition(accountId, panelId),
  sk: `entry#${paddedId(version)}`,
})
export const rulesScopeKey = (accountId: AccountId, panelId: number): Key => ({
  pk: rulesLogPartition(accountId, panelId),
  sk: 'scope',
})
export const rulesFrameKey = (accountId: AccountId, panelId: number): Key => ({
  pk: rulesLogPartition(accountId, panelId),
  sk: '#frame',
})
