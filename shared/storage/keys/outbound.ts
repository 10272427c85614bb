import type { Instant } from '../../lib/clock.ts'
import type { AccountId } from '../../lib/ids.ts'
import type { Key } from '../table/types.ts'
import { accountPrefix, paddedInstant } from './common.ts'

/** The deliveries of a subscription, in order of their events. */
export const deliveryKey = (accountId: AccountId, subscriptionId: number, processedAt: Instant, deliveryId: string): Key => ({
  pk: `${accountPrefix(accountId)}#subscription#${subscriptionId}#deliveries`,
  sk: `${paddedInstant(processedAt)}#${deliveryId}`,
})

/** What falls due, in order of its instant. Sorting by time, a tick finds what an earlier one missed. */
export const dueShards = 16
export const duePartition = (shard: number) => `D#${shard}`
export const dueKey = (shard: number, dueAt: Instant, what: string): Key => ({
  pk: duePartition(shard),
  sk: `${paddedInstant(dueAt)}#${what}`,
})

/** The deliveries that are held for a subscription, in order of their events. */
export const heldPartition = (accountId: AccountId, subscriptionId: number) =>
  `${accountPrefix(accountId)}#subscription#${subscriptionId}#held`
export const heldKey = (accountId: AccountId, subscriptionId: number, processedAt: Instant, deliveryId: string): Key => ({
  pk: heldPartition(accountId, subscriptionId),
  sk: `${paddedInstant(processedAt)}#${deliveryId}`,
})

/** Subscriptions whose held deliveries are to be looked at, in order of when. */
export const heldNotePartition = 'D#held'
export const heldNoteKey = (dueAt: Instant, what: string): Key => ({
  pk: heldNotePartition,
  sk: `${paddedInstant(dueAt)}#${what}`,
})
