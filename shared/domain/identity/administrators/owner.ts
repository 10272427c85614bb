import type { Instant } from '../../../lib/clock.ts'
import type { AccountId } from '../../../lib/ids.ts'
import type { Deps } from '../../deps.ts'
import type { Account } from '../../places/accounts/entity.ts'
import type { Administrator } from './entity.ts'
import type { AdministratorType } from './type.ts'

/** The types whose administrators own their account: there is always one of them who may act. */
const owning: readonly AdministratorType[] = ['MASTER', 'DEALER']

/**
 * Who else owns the account when this administrator does not any more: the one who did so first. `none` when nobody would;
 * undefined for an administrator who owns nothing.
 */
export const otherOwnerOf = async (
  deps: Pick<Deps, 'administrators'>,
  accountId: AccountId,
  { id, type }: Administrator,
): Promise<Administrator | 'none' | undefined> => {
  if (!owning.includes(type)) return undefined
  const owners = await deps.administrators.search(accountId, (found) => found.type === type, { offset: 0, pageSize: 100 })
  return owners.data.find((other) => other.id !== id && other.active && other.expiresAt === undefined) ?? 'none'
}

/** How an account shows its owner. */
export const ownerOf = ({ id, username, firstName, lastName, timezone }: Administrator) => ({
  id,
  username,
  firstName,
  lastName,
  timezone,
})

/**
 * The account after a change of an administrator: what it shows of its owner follows. With `mustChange` it changes in any case,
 * so that of two owners who take away each other's rights at once only one succeeds. Undefined when it stays as it is.
 */
export const accountWith = (
  account: Account,
  { administrator, mustChange }: { administrator: Administrator; mustChange: boolean },
  now: Instant,
): Account | undefined => {
  const shown = ownerOf(administrator)
  const isOwner = account.masterAdmin?.id === administrator.id
  if (!mustChange && !(isOwner && JSON.stringify(account.masterAdmin) !== JSON.stringify(shown))) return undefined
  return { ...account, version: account.version + 1, updatedAt: now, ...(isOwner ? { masterAdmin: shown } : {}) }
}

/** The account when an owner is deleted: another one owns it, if it was this one. It changes in any case, as above. */
export const accountWithout = (account: Account, removed: Administrator, other: Administrator, now: Instant): Account => ({
  ...account,
  version: account.version + 1,
  updatedAt: now,
  ...(account.masterAdmin?.id === removed.id ? { masterAdmin: ownerOf(other) } : {}),
})
