import type { AccountId } from '../../lib/ids.ts'
import { accountPrefix } from './common.ts'

/** The access rules of a subject, by target; and of a target, by subject: each rule is an item under both. */
export const rulePartition = (accountId: AccountId, by: 'subject' | 'target', kind: string, id: number) =>
  `${accountPrefix(accountId)}#${by}-rules#${kind}#${id}`

/** What uses a schedule (access rules, doors that it unlocks): those items carry this key in GSI1. */
export const scheduleUsesPartition = (accountId: AccountId, scheduleId: number) =>
  `${accountPrefix(accountId)}#schedule#${scheduleId}#uses`
export const scheduleUse = (accountId: AccountId, scheduleId: number, use: string) => ({
  gsi1pk: scheduleUsesPartition(accountId, scheduleId),
  gsi1sk: use,
})
