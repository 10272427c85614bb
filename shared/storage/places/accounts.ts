import { Account } from '../../domain/places/accounts/entity.ts'
import type { AccountId } from '../../lib/ids.ts'
import { accountKey, type EntityName, relationKey } from '../keys/common.ts'
import type { ChangeResult } from '../table/collection.ts'
import { directoryStore } from '../table/directory.ts'
import type { Item, Table, Write } from '../table/types.ts'

const countedKinds = ['access-point', 'administrator', 'credential', 'panel', 'site', 'user'] as const satisfies EntityName[]
type CountedKind = (typeof countedKinds)[number]

/** Tenants: one item each, and one beside the dealer for each customer. */
export const accountStore = (table: Table) => ({
  get: async (accountId: AccountId): Promise<Account | undefined> => {
    const item = await table.get(accountKey(accountId))
    return item && Account.parse(item)
  },

  /** How many there are of each kind that is counted. */
  counts: async (accountId: AccountId): Promise<Record<CountedKind, number>> => {
    const directory = directoryStore(table)
    const counts = await Promise.all(countedKinds.map((kind) => directory.locate(accountId, kind, 0)))
    // One entry for each of the kinds.
    return Object.fromEntries(countedKinds.map((kind, index) => [kind, counts[index]?.count ?? 0])) as Record<CountedKind, number>
  },

  /** False when the id is taken. */
  add: async (account: Account): Promise<boolean> => {
    const own: Write = { put: itemOf(account), when: [{ attribute: 'pk', is: 'absent' }] }
    const owned: Write[] = account.dealerId
      ? [
          { check: accountKey(account.dealerId), when: [{ attribute: 'kind', is: '=', value: 'dealer' }] },
          {
            put: {
              ...relationKey(account.dealerId, 'dealer-customers', account.dealerId, account.id),
              entity: 'dealer-customer',
              accountId: account.id,
              name: account.name,
            },
          },
        ]
      : []
    return (await table.write([own, ...owned])).ok
  },

  /** Puts `next` in place of the account whose version is `next.version - 1`. */
  replace: async (next: Account): Promise<ChangeResult> => {
    const result = await table.write([replacingAccount(next)])
    if (result.ok) return result
    return { ok: false, reason: result.failed[0]?.item ? 'changed' : 'missing' }
  },
})

const itemOf = (account: Account): Item => ({ ...account, ...accountKey(account.id), entity: 'account' })

/** Puts `next` in place of the account whose version is `next.version - 1`: a write for a transaction of another store. */
export const replacingAccount = (next: Account): Write => ({
  put: itemOf(next),
  when: [{ attribute: 'version', is: '=', value: next.version - 1 }],
})
