import { accountSubject } from '../../domain/identity/revocations/entity.ts'
import { closedReason, type Subscription } from '../../domain/outbound/subscriptions/entity.ts'
import { Account } from '../../domain/places/accounts/entity.ts'
import type { Instant } from '../../lib/clock.ts'
import type { AccountId } from '../../lib/ids.ts'
import type { Page, PageRequest } from '../../lib/page.ts'
import { raced, retryRaces } from '../../lib/retry.ts'
import { announcing } from '../identity/notices.ts'
import { accountKey, type EntityName, entityKey, relationKey, relationPartition } from '../keys/common.ts'
import { lookingAtHeld, lookingLater } from '../outbound/held-deliveries.ts'
import { type AuditEvents, eventWrites } from '../record/event-writes.ts'
import type { ChangeResult } from '../table/collection.ts'
import { directoryStore, readPage } from '../table/directory.ts'
import type { Item, Key, Table, Write } from '../table/types.ts'

const countedKinds = [
  'access-point',
  'administrator',
  'camera',
  'credential',
  'panel',
  'site',
  'user',
] as const satisfies EntityName[]
type CountedKind = (typeof countedKinds)[number]

/** Tenants: one item each, and one beside the dealer for each customer, which has the customer's name for searches. */
export const accountStore = (table: Table) => {
  const directory = directoryStore(table)
  const getMany = async (ids: readonly AccountId[]): Promise<Account[]> =>
    (await table.getMany(ids.map(accountKey))).map((item) => Account.parse(item))

  return {
    get: async (accountId: AccountId): Promise<Account | undefined> => {
      const item = await table.get(accountKey(accountId))
      return item && Account.parse(item)
    },

    /** How many there are of each kind that is counted. */
    counts: async (accountId: AccountId): Promise<Record<CountedKind, number>> => {
      const counts = await Promise.all(countedKinds.map((kind) => directory.locate(accountId, kind, 0)))
      // One entry for each of the kinds.
      return Object.fromEntries(countedKinds.map((kind, index) => [kind, counts[index]?.count ?? 0])) as Record<
        CountedKind,
        number
      >
    },

    /** One page of a dealer's customers in order of id, and the count of all of them. */
    customers: async (dealerId: AccountId, { offset, pageSize }: PageRequest): Promise<Page<Account>> => {
      const { count, start } = await directory.locate(dealerId, customers, offset)
      const items = start ? await readPage(table, { items: customerPartition(dealerId) }, start, pageSize) : []
      return { data: await getMany(items.map(customerOf)), count }
    },

    /** One page of those customers of a dealer whose name passes `test`, and the count of those. */
    searchCustomers: async (
      dealerId: AccountId,
      test: (name: string) => boolean,
      { offset, pageSize }: PageRequest,
    ): Promise<Page<Account>> => {
      const ids: AccountId[] = []
      await table.visit({ pk: customerPartition(dealerId) }, (items) => {
        for (const item of items) if (test(String(item.name))) ids.push(customerOf(item))
      })
      return { data: await getMany(ids.slice(offset, offset + pageSize)), count: ids.length }
    },

    /** Adds an account with its audit event; false when the id is taken or the dealer is none. */
    add: async (account: Account, event?: AuditEvents): Promise<boolean> => {
      const added = await retryRaces(table.pause, async () => {
        const { ids, counts } = await addingAccount(table, account)
        const result = await table.write([...ids, ...counts, ...eventWrites(account.id, event)])
        if (result.ok) return true
        return result.failed.some(({ index }) => index < ids.length) ? false : raced
      })
      if (added === raced) throw new Error('The counts of a dealer kept changing while a customer was added')
      return added
    },

    /** Puts `next` in place of the account as it was read before, whose version is `next.version - 1`. */
    replace: async (before: Account, next: Account, event?: AuditEvents): Promise<ChangeResult> => {
      const renamed: Write[] = next.dealerId && next.name !== before.name ? [{ put: customerItem(next.dealerId, next) }] : []
      const result = await table.write([replacingAccount(next), ...renamed, ...eventWrites(next.id, event)])
      if (result.ok) return result
      const [own] = result.failed.filter(({ index }) => index === 0)
      return { ok: false, reason: own && !own.item ? 'missing' : 'changed' }
    },

    /**
     * Puts `next`, which is closed, in place of the customer's account, announces it, and switches the account's subscriptions off. Refused
     * with the count when it has control panels; one that is added at the same time makes it `changed`.
     */
    close: async (next: Customer, events: BothEvents, { now, subscriptions }: Switched): Promise<ClosedAccount> => {
      const { count, checks } = await directory.unchanged(next.id, 'panel')
      if (count > 0) return { ok: false, reason: 'has_panels', count }
      const live = subscriptions.filter(({ disabled }) => !disabled)
      const off = live.flatMap((one) => [
        switching(next.id, one, { at: now, reason: closedReason }),
        lookingLater(next.id, one.id, now),
      ])
      const { ok } = await table.write([...settingOpen(next, events, now), ...checks, ...off])
      return ok ? { ok } : { ok, reason: 'changed' }
    },

    /**
     * Puts `next`, which is open again, in place of the customer's account, announces it, and switches on what closing switched off; what
     * was held for that is sent.
     */
    reopen: async (next: Customer, events: BothEvents, { now, subscriptions }: Switched): Promise<ChangeResult> => {
      const off = subscriptions.filter(({ disabled }) => disabled?.reason === closedReason)
      const on = off.flatMap((one) => [
        switching(next.id, one, undefined),
        lookingAtHeld(next.id, one.id, `version-${one.version + 1}`),
      ])
      const { ok } = await table.write([...settingOpen(next, events, now), ...on])
      return ok ? { ok } : { ok, reason: 'changed' }
    },
  }
}

type Customer = Account & { dealerId: AccountId }
/** The events of a change in the record of the account, and in its dealer's. */
type BothEvents = { own: AuditEvents; dealers: AuditEvents }
/** When an account is closed or opened again, and its subscriptions as they were read. */
type Switched = { now: Instant; subscriptions: readonly Subscription[] }

/** How closing ended: with `changed` it may be tried again. */
export type ClosedAccount = { ok: true } | { ok: false; reason: 'changed' } | { ok: false; reason: 'has_panels'; count: number }

const settingOpen = (next: Customer, { own, dealers }: BothEvents, now: Instant): Write[] => [
  replacingAccount(next),
  announcing({ subject: accountSubject(next.id), version: next.version, revokedAt: now }),
  ...eventWrites(next.id, own),
  ...eventWrites(next.dealerId, dealers),
]

/** Switches a subscription off, or on again, as it was read. */
const switching = (accountId: AccountId, { id, version }: Subscription, disabled: Subscription['disabled']): Write => ({
  update: entityKey(accountId, 'subscription', id),
  ...(disabled ? { set: { disabled } } : { remove: ['disabled'] }),
  add: { version: 1 },
  when: [{ attribute: 'version', is: '=', value: version }],
})

/** Holds while the account is not closed: a check for a transaction of another store. */
export const accountIsOpen = (accountId: AccountId): Write => ({
  check: accountKey(accountId),
  when: [{ attribute: 'closedAt', is: 'absent' }],
})

/**
 * Adds an account: writes for a transaction. `ids` are refused when the id is taken or the dealer is none, `counts` when others changed
 * the counts of the dealer meanwhile.
 */
export const addingAccount = async (table: Table, account: Account): Promise<{ ids: Write[]; counts: Write[] }> => {
  const own: Write = { put: itemOf(account), when: [{ attribute: 'pk', is: 'absent' }] }
  const dealer = account.dealerId
  if (dealer === undefined) return { ids: [own], counts: [] }
  const counted = { name: customers, items: customerPartition(dealer) }
  return {
    ids: [own, { check: accountKey(dealer), when: [{ attribute: 'kind', is: '=', value: 'dealer' }] }],
    counts: [{ put: customerItem(dealer, account) }, ...(await directoryStore(table).adding(dealer, counted, account.id))],
  }
}

/** Removes an account that was just added, as long as nobody changed it: writes for a transaction. */
export const removingAccount = async (table: Table, { id, dealerId, version }: Account): Promise<Write[]> => [
  { delete: accountKey(id), when: [{ attribute: 'version', is: '=', value: version }] },
  ...(dealerId === undefined
    ? []
    : [{ delete: customerKey(dealerId, id) }, ...(await directoryStore(table).removing(dealerId, customers, id))]),
]

/** The relation of a dealer and its customers, and the directory that counts it. */
const customers = 'dealer-customers'
const customerPartition = (dealerId: AccountId) => relationPartition(dealerId, customers, dealerId)
const customerKey = (dealerId: AccountId, accountId: AccountId): Key => relationKey(dealerId, customers, dealerId, accountId)
const customerItem = (dealerId: AccountId, { id, name }: Account): Item => ({
  ...customerKey(dealerId, id),
  entity: 'dealer-customer',
  accountId: id,
  name,
})
/** The customer that an item beside the dealer is about; `customerItem` above is the only writer. */
const customerOf = (item: Item) => item.accountId as AccountId

const itemOf = (account: Account): Item => ({ ...account, ...accountKey(account.id), entity: 'account' })

/** Puts `next` in place of the account whose version is `next.version - 1`: a write for a transaction of another store. */
export const replacingAccount = (next: Account): Write => ({
  put: itemOf(next),
  when: [{ attribute: 'version', is: '=', value: next.version - 1 }],
})
