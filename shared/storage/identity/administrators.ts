import { Administrator, normalUsername } from '../../domain/identity/administrators/schema.ts'
import type { Event } from '../../domain/record/events/schema.ts'
import type { AccountId } from '../../lib/ids.ts'
import { globalKey } from '../keys.ts'
import { type ChangeResult, collection } from '../table/collection.ts'
import type { Table, Write } from '../table/types.ts'

/** An administrator found by username: the only case in which the account is not known beforehand. */
export type FoundAdministrator = { accountId: AccountId; administrator: Administrator }

/** Administrators of an account. A username is taken for everybody, whatever its capitals. */
export const administratorStore = (table: Table) => {
  const administrators = collection(table, 'administrator', Administrator, ({ username, type }) => ({ username, type }))
  return {
    ...administrators,

    /** Adds an administrator; `refused` with position 0 when the username is taken. `extra` writes follow it. `counting` as in `collection`. */
    add: (
      accountId: AccountId,
      administrator: Administrator,
      event: Event | undefined,
      extra: Write[] = [],
      counting?: Write[],
    ): Promise<ChangeResult> => {
      const claim: Write = {
        put: { ...nameKey(administrator.username), entity: 'username', accountId, administratorId: administrator.id },
        when: [{ attribute: 'pk', is: 'absent' }],
      }
      return administrators.add(accountId, administrator, event, [claim, ...extra], counting)
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
