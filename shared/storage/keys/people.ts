import type { Instant } from '../../lib/clock.ts'
import type { AccountId } from '../../lib/ids.ts'
import type { Key } from '../table/types.ts'
import { accountPrefix, entityPartition, paddedId, paddedInstant, relationKey, relationPartition } from './common.ts'

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

/** How many places of the account's allotments are taken. */
export const allotmentKey = (accountId: AccountId): Key => ({ pk: accountPrefix(accountId), sk: 'allotments' })

/** The invitations of one user, by id. */
export const invitationPartition = (accountId: AccountId, userId: number) =>
  relationPartition(accountId, 'user-invitations', userId)
export const invitationKey = (accountId: AccountId, userId: number, invitationId: number): Key =>
  relationKey(accountId, 'user-invitations', userId, invitationId)

/** The account's invitations that are not over, in order of when they expire. */
export const pendingInvitationsPartition = (accountId: AccountId) => `${accountPrefix(accountId)}#pending-invitations`
export const pendingInvitationIndex = (accountId: AccountId, expiresAt: Instant, invitationId: number) => ({
  gsi1pk: pendingInvitationsPartition(accountId),
  gsi1sk: `${paddedInstant(expiresAt)}#${paddedId(invitationId)}`,
})

/** Images that nobody has any more, or may never have had, in order of when they are to be deleted: what every tick looks for. */
export const photoSweepPartition = 'G#photo-sweeps'
export const photoSweepKey = (dueAt: Instant, what: string): Key => ({
  pk: photoSweepPartition,
  sk: `${paddedInstant(dueAt)}#${what}`,
})

/** Custom fields that have been deleted and whose values people may still have: what every tick looks for. */
export const fieldSweepPartition = 'G#field-sweeps'
export const fieldSweepKey = (accountId: AccountId, fieldId: number): Key => ({
  pk: fieldSweepPartition,
  sk: `${accountId}#${paddedId(fieldId)}`,
})

/** A job that creates users, and its rows in order of their numbers. */
const batchJobPartition = (accountId: AccountId, jobId: string) => `${accountPrefix(accountId)}#batch-job#${jobId}`
export const batchJobKey = (accountId: AccountId, jobId: string): Key => ({ pk: batchJobPartition(accountId, jobId), sk: 'job' })
export const batchRowKey = (accountId: AccountId, jobId: string, row: number): Key => ({
  pk: batchJobPartition(accountId, jobId),
  sk: `row#${paddedId(row)}`,
})
