import { Administrator, normalUsername } from '../../domain/identity/administrators/entity.ts'
import type { Account } from '../../domain/places/accounts/entity.ts'
import type { Event } from '../../domain/record/events/entity.ts'
import type { AccountId, AdministratorId } from '../../lib/ids.ts'
import { globalKey } from '../keys/common.ts'
import { replacingAccount } from '../places/accounts.ts'
import { type ChangeResult, collection } from '../table/collection.ts'
import type { Table, Write } from '../table/types.ts'

/** An administrator found by username: the only case in which the account is not known beforehand. */
export type FoundAdministrator = { accountId: AccountId; administrator: Administrator }

/** How adding one ended; `changed`: another writer was first, so read again and retry. */
export type AddedAdministrator = { ok: true } | { ok: false; reason: 'username_taken' | 'changed' }

/** Administrators of an account. A username is taken for everybody, whatever its capitals. */
export const administratorStore = (table: Table) => {
  const administrators = collection(table, 'administrator', Administrator, ({ username, type }) => ({ username, type }))
  const { add: _add, ...others } = administrators
  return {
    ...others,

    /**
     * Prepares adding the administrator with this id, and gives what adds them and, when they come to own the account, puts
     * `owned` in its place; `changed` when the account has changed since it was read.
     */
    adding: async (accountId: AccountId, id: AdministratorId) => {
      const add = await administrators.adding(accountId, id)
      return async (administrator: Administrator, event: Event | undefined, owned?: Account): Promise<AddedAdministrator> => {
        const claim: Write = {
          put: { ...nameKey(administrator.username), entity: 'username', accountId, administratorId: administrator.id },
          when: [{ attribute: 'pk', is: 'absent' }],
        }
        const added = await add(administrator, event, owned ? [claim, replacingAccount(owned)] : [claim])
        if (added.ok) return added
        return { ok: false, reason: added.reason === 'refused' && added.extra.includes(0) ? 'username_taken' : 'changed' }
      }
    },

    /** Deletes an administrator and frees the username. */
    remove: (accountId: AccountId, administrator: Administrator, event: Event | undefined): Promise<ChangeResult> =>
      administrators.remove(accountId, administrator, event, [{ delete: nameKey(administrator.username) }]),

    findByUsername: async (username: string): Promise<FoundAdministrator | undefined> => {
      const name = await table.get(nameKey(username))
      // `add` above is the only writer of these items. Nobody is looked for too, so that an unknown name takes as long.
      const { accountId, administratorId } = (name ?? nobody) as { accountId: AccountId; administratorId: number }
      const administrator = await administrators.get(accountId, administratorId)
      return administrator && { accountId, administrator }
    },
  }
}

/** No account and no administrator have the id 0. */
const nobody = { accountId: 0, administratorId: 0 }

const nameKey = (username: string) => globalKey('username', normalUsername(username))
