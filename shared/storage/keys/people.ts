import type { AccountId } from '../../lib/ids.ts'
import type { Key } from '../table/types.ts'
import { entityPartition, paddedId } from './common.ts'

/** Users who are suspended, and nobody else: few, so that counting them is cheap. */
export const suspendedUsersPartition = (accountId: AccountId) => `${entityPartition(accountId, 'user')}#suspended`
export const suspendedUserIndex = (accountId: AccountId, userId: number) => ({
  gsi1pk: suspendedUsersPartition(accountId),
  gsi1sk: paddedId(userId),
})

/** Groups that have been deleted and still have members to be let go: what every tick looks for. */
export const sweepPartition = 'G#sweeps'
export const sweepKey = (accountId: AccountId, groupId: number): Key => ({
  pk: sweepPartition,
  sk: `${accountId}#${paddedId(groupId)}`,
})
