import { z } from 'zod'
import { DeliveryMessage, heldTooLongAt } from '../../domain/outbound/subscriptions/entity.ts'
import { day, type Instant } from '../../lib/clock.ts'
import { AccountId, SubscriptionId } from '../../lib/ids.ts'
import { heldKey, heldNoteKey, heldNotePartition, heldPartition } from '../keys/outbound.ts'
import type { Key, Table, TableQuery, Write } from '../table/types.ts'

/** Ticks give up what is too old, long before the table would delete it: this is for what no tick comes to. */
const keptDays = 60

/**
 * Deliveries that are held since their receivers are switched off, one item each beside its row in the log; and notes of
 * subscriptions whose held deliveries are to be looked at.
 */
export const heldDeliveryStore = (table: Table) => ({
  /** Holds a delivery before its attempt is made. `holdId` is fresh each time: held again, it is not forgotten by who saw it held before. */
  hold: async (message: DeliveryMessage, holdId: string, now: Instant): Promise<void> => {
    const { accountId, subscriptionId, processedAt, deliveryId } = message
    const key = heldKey(accountId, subscriptionId, processedAt, deliveryId)
    const ttl = Math.ceil((now + keptDays * day) / 1000)
    await table.write([{ put: { ...key, entity: 'held-delivery', message, holdId, ttl } }])
  },

  /** The next `limit` deliveries that are held for a subscription, the oldest event first; of those stored by `storedBy`, if that is given. */
  next: async ({ accountId, subscriptionId }: HeldFor, limit: number, storedBy: Instant | undefined): Promise<HeldDelivery[]> => {
    const pk = heldPartition(accountId, subscriptionId)
    // `~` comes after every character of what follows the instant
    const upTo = storedBy === undefined ? {} : { to: `${heldKey(accountId, subscriptionId, storedBy, '').sk}~` }
    const query: TableQuery = { pk, ...upTo, limit, consistent: true }
    return (await table.query(query)).map((item) => ({ key: { pk: item.pk, sk: item.sk }, ...Held.parse(item) }))
  },

  /** Forgets a held delivery, unless it was held again since it was read. */
  forget: async ({ key, holdId }: HeldDelivery): Promise<void> => {
    await table.write([{ delete: key, when: [{ attribute: 'holdId', is: '=', value: holdId }] }])
  },

  /** Notes that the held deliveries of a subscription are to be looked at. The same note twice is one. */
  note: async (note: HeldNote): Promise<void> => {
    await table.write([noting(note)])
  },

  /** Up to `limit` notes that are due at `now`, the longest due first. */
  notes: async (now: Instant, limit: number): Promise<HeldNote[]> =>
    (await table.query({ pk: heldNotePartition, to: `${heldNoteKey(now, '').sk}~`, limit })).map((item) => HeldNote.parse(item)),

  /** Forgets a note whose work is done. */
  forgetNote: async (note: HeldNote): Promise<void> => {
    await table.write([{ delete: noteKey(note) }])
  },
})

const Held = z.object({ message: DeliveryMessage, holdId: z.string() })
export type HeldDelivery = z.infer<typeof Held> & { key: Key }

/** Whom deliveries are held for. */
export type HeldFor = { accountId: AccountId; subscriptionId: SubscriptionId }

/** `name` tells notes apart that are due at the same time: one that is new is not forgotten with one that was read. */
const HeldNote = z.object({ accountId: AccountId, subscriptionId: SubscriptionId, dueAt: z.number(), name: z.string() })
export type HeldNote = z.infer<typeof HeldNote>

const noteKey = ({ accountId, subscriptionId, dueAt, name }: HeldNote): Key =>
  heldNoteKey(dueAt, `${accountId}#${subscriptionId}#${name}`)
const noting = (note: HeldNote): Write => ({ put: { ...noteKey(note), entity: 'held-note', ...note } })

/** Has what is held for a subscription looked at by the next tick: a write for a transaction. `name` tells this change from others. */
export const lookingAtHeld = (accountId: AccountId, subscriptionId: SubscriptionId, name: string): Write =>
  noting({ accountId, subscriptionId, dueAt: 0, name })

/** Has them looked at when the subscription, switched off at `disabledAt`, has been off for too long: a write for a transaction. */
export const lookingLater = (accountId: AccountId, subscriptionId: SubscriptionId, disabledAt: Instant): Write =>
  noting({ accountId, subscriptionId, dueAt: heldTooLongAt(disabledAt), name: offName })

/** The name of notes about subscriptions that are off: at one instant there is one. */
export const offName = 'off'
