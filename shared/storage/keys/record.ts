import type { Instant } from '../../lib/clock.ts'
import type { AccountId } from '../../lib/ids.ts'
import { accountPrefix, paddedInstant } from './common.ts'

/** Events of an account: a partition per kind, UTC day and shard, in order of time. */
export const eventShards = 4
export const utcDay = (at: Instant): string => new Date(at).toISOString().slice(0, 10)
export const utcHour = (at: Instant): string => new Date(at).toISOString().slice(0, 13)
export const eventPartition = (accountId: AccountId, kind: 'access' | 'audit', day: string, shard: number) =>
  `${accountPrefix(accountId)}#events#${kind}#${day}#${shard}`
export const eventSort = (occurredAt: Instant, uuid: string) => `${paddedInstant(occurredAt)}#${uuid}`
/**
 * How many events happened in one UTC hour, in all and by type. The whole account is counted in parts, or all of its panels
 * would wait for one item; a site by itself, so that an account with many sites has no large item.
 */
export const eventCountShards = 4
export const eventCountPartition = (accountId: AccountId, kind: 'access' | 'audit', of: { shard: number } | { siteId: number }) =>
  `${accountPrefix(accountId)}#event-counts#${kind}#${'shard' in of ? of.shard : `site-${of.siteId}`}`
