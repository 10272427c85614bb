import type { AccountId } from '../../lib/ids.ts'
import type { Key } from '../table/types.ts'
import { accountPrefix, entityPartition, paddedId } from './common.ts'

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

/** Counts the initiations and clearings of an account. It lies before its scenarios, so that one query reads it first. */
export const emergencyGenerationKey = (accountId: AccountId): Key => ({
  pk: entityPartition(accountId, 'emergency-scenario'),
  sk: '#generation',
})

/** How scenarios that were initiated or cleared reach their panels, by scenario and then in order of time. */
export const fanOutPartition = (accountId: AccountId) => `${accountPrefix(accountId)}#emergency-fan-outs`
export const fanOutsOf = (scenarioId: number) => `${paddedId(scenarioId)}#`
export const fanOutKey = (accountId: AccountId, scenarioId: number, version: number): Key => ({
  pk: fanOutPartition(accountId),
  sk: `${fanOutsOf(scenarioId)}${paddedId(version)}`,
})
