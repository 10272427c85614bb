import type { AccountId } from '../../lib/ids.ts'
import type { Key } from '../table/types.ts'
import { accountPrefix, paddedId } from './common.ts'

/** A panel's commands, in order of creation: the ids are UUIDs of version 7. */
export const commandPartition = (accountId: AccountId, panelId: number) => `${accountPrefix(accountId)}#panel#${panelId}#commands`
export const commandKey = (accountId: AccountId, panelId: number, commandId: string): Key => ({
  pk: commandPartition(accountId, panelId),
  sk: commandId,
})

/** What is live about the panels of an account, in the order of the panels themselves. */
export const presencePartition = (accountId: AccountId) => `${accountPrefix(accountId)}#panel-presence`
export const presenceKey = (accountId: AccountId, panelId: number): Key => ({
  pk: presencePartition(accountId),
  sk: paddedId(panelId),
})
/** What a panel's doors are to do besides its rules. */
export const postureKey = (accountId: AccountId, panelId: number): Key => ({
  pk: `${accountPrefix(accountId)}#panel-posture`,
  sk: paddedId(panelId),
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
