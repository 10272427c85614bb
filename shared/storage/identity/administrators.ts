import { Administrator, normalUsername } from '../../domain/identity/administrators/entity.ts'
import { administratorSubject } from '../../domain/identity/revocations/entity.ts'
import type { Account } from '../../domain/places/accounts/entity.ts'
import type { Event } from '../../domain/record/events/entity.ts'
import type { Instant } from '../../lib/clock.ts'
import type { AccountId, AdministratorId } from '../../lib/ids.ts'
import { sha256 } from '../../lib/secrets.ts'
import { globalKey } from '../keys/common.ts'
import { serviceTokenKey } from '../keys/identity.ts'
import { addingAccount, removingAccount, replacingAccount } from '../places/accounts.ts'
import { type AuditEvents, eventWrites } from '../record/event-writes.ts'
import { type ChangeResult, collection } from '../table/collection.ts'
import type { Table, Write } from '../table/types.ts'
import { announcing } from './notices.ts'
import { forgettingSignIns } from './sign-ins.ts'

/** An administrator found by username: the only case in which the account is not known beforehand. */
export type FoundAdministrator = { accountId: AccountId; administrator: Administrator }

/** How adding one ended; `changed`: another writer was first, so read again and retry. */
export type AddedAdministrator = { ok: true } | { ok: false; reason: 'username_taken' | 'changed' }

/** What goes with a change of an administrator: a notice to those who judge tokens, and the account as it is then. */
export type AdministratorChange = { announcedAt?: Instant; account?: Account | undefined }

/** With `endsServiceToken`, their service token goes with the change. */
export type AdministratorReplaced = AdministratorChange & { endsServiceToken?: boolean }

/** Administrators of an account. A username is taken for everybody, whatever its capitals. */
export const administratorStore = (table: Table) => {
  const administrators = collection(table, 'administrator', Administrator, ({ username, type }) => ({ username, type }))
  const { add: _add, replace: _replace, ...others } = administrators
  return {
    ...others,

    /**
     * Prepares adding the administrator with this id, and gives what adds them and, when they come to own the account, puts
     * `owned` in its place; `changed` when the account has changed since it was read.
     */
    adding: async (accountId: AccountId, id: AdministratorId) => {
      const add = await administrators.adding(accountId, id)
      return async (administrator: Administrator, event: Event | undefined, owned?: Account): Promise<AddedAdministrator> => {
        const claim = claimOf(accountId, administrator)
        return addedAs(await add(administrator, event, owned ? [claim, replacingAccount(owned)] : [claim]))
      }
    },

    /** Adds the account of a customer with its first administrator, or neither. `events` stand in the records of both accounts. */
    addWithAccount: async (
      account: Account & { dealerId: AccountId },
      administrator: Administrator,
      events: { own: AuditEvents; dealers: AuditEvents },
    ): Promise<AddedAdministrator> => {
      const { ids, counts } = await addingAccount(table, account)
      const extra = [claimOf(account.id, administrator), ...ids, ...counts, ...eventWrites(account.dealerId, events.dealers)]
      return addedAs(await administrators.add(account.id, administrator, events.own, extra))
    },

    /** Removes what `addWithAccount` added, as long as nobody changed it. `event` stands in the record of the dealer. */
    removeWithAccount: async (
      account: Account & { dealerId: AccountId },
      administrator: Administrator,
      event: Event,
    ): Promise<ChangeResult> =>
      administrators.remove(account.id, administrator, undefined, [
        { delete: nameKey(administrator.username) },
        ...(await removingAccount(table, account)),
        ...eventWrites(account.dealerId, event),
      ]),

    /**
     * Puts `next` in place of the administrator whose version is `next.version - 1`. Tokens are judged again when the change says
     * when that was (`announcedAt`): it concerns what they may do, or how they sign in.
     */
    replace: (
      accountId: AccountId,
      next: Administrator,
      event: Event | undefined,
      { announcedAt, account, endsServiceToken = false }: AdministratorReplaced = {},
    ): Promise<ChangeResult> =>
      administrators.replace(accountId, next, event, [
        ...(announcedAt === undefined ? [] : [noticeOf(accountId, next, announcedAt)]),
        ...(account ? [replacingAccount(account)] : []),
        ...(endsServiceToken ? [{ delete: serviceTokenKey(accountId, next.id) }] : []),
      ]),

    /** Deletes an administrator with their service token, frees the username and ends every token. */
    remove: (
      accountId: AccountId,
      administrator: Administrator,
      event: Event | undefined,
      { announcedAt, account }: AdministratorChange & { announcedAt: Instant },
    ): Promise<ChangeResult> =>
      administrators.remove(accountId, administrator, event, [
        { delete: nameKey(administrator.username) },
        ...forgettingSignIns(administrator.username),
        { delete: serviceTokenKey(accountId, administrator.id) },
        noticeOf(accountId, { ...administrator, version: administrator.version + 1 }, announcedAt),
        ...(account ? [replacingAccount(account)] : []),
      ]),

    /** Whether somebody in the cloud has this username. */
    isTaken: async (username: string): Promise<boolean> => (await table.get(nameKey(username))) !== undefined,

    findByUsername: async (username: string): Promise<FoundAdministrator | undefined> => {
      const name = await table.get(nameKey(username))
      // `add` above is the only writer of these items. Nobody is looked for too, so that an unknown name takes as long.
      const { accountId, administratorId } = (name ?? nobody) as { accountId: AccountId; administratorId: number }
      const administrator = await administrators.get(accountId, administratorId)
      return administrator && { accountId, administrator }
    },
  }
}

/** Takes the username of an administrator; refused when somebody has it. */
const claimOf = (accountId: AccountId, { id, username }: Administrator): Write => ({
  put: { ...nameKey(username), entity: 'username', accountId, administratorId: id },
  when: [{ attribute: 'pk', is: 'absent' }],
})

/** How adding ended, when the claim of the username was the first of the extra writes. */
const addedAs = (added: ChangeResult): AddedAdministrator => {
  if (added.ok) return added
  return { ok: false, reason: added.reason === 'refused' && added.extra.includes(0) ? 'username_taken' : 'changed' }
}

/** No account and no administrator have the id 0. */
const nobody = { accountId: 0, administratorId: 0 }

const noticeOf = (accountId: AccountId, { id, version }: Administrator, revokedAt: Instant): Write =>
  announcing({ subject: administratorSubject(accountId, id), version, revokedAt })

/** By a digest: a username may become one that no key has room for, as one character stands for up to 18. */
const nameKey = (username: string) => globalKey('username', sha256(normalUsername(username)))
