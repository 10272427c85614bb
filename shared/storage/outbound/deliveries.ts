import { Delivery, DeliveryMessage } from '../../domain/outbound/subscriptions/entity.ts'
import { day, type Instant } from '../../lib/clock.ts'
import type { AccountId } from '../../lib/ids.ts'
import { deliveryKey, dueKey, duePartition, dueShards } from '../keys/outbound.ts'
import type { Item, Key, Table } from '../table/types.ts'

export { dueShards } from '../keys/outbound.ts'

const keptDays = 30

type Named = Pick<DeliveryMessage, 'accountId' | 'subscriptionId' | 'processedAt' | 'deliveryId'>
const keyOf = (of: Named) => deliveryKey(of.accountId, of.subscriptionId, of.processedAt, of.deliveryId)

/** The log of deliveries, one item each, kept 30 days; and the attempts that fall due later than the queue can wait. */
export const deliveryStore = (table: Table) => ({
  /** Reads deliveries as they were a moment ago, all at once; what it gives back knows each, but those of which nothing is recorded yet. */
  recent: async (all: readonly Named[]): Promise<(of: Named) => Delivery | undefined> => {
    const items = new Map((await table.getMany(all.map(keyOf))).map((item) => [keyText(item), item]))
    return (of) => {
      const item = items.get(keyText(keyOf(of)))
      return item && Delivery.parse(item)
    }
  },

  /** Records where a delivery stands after attempt number `attempt`; false when that attempt or a later one is recorded already. */
  record: async (accountId: AccountId, delivery: Delivery, attempt: number, now: Instant): Promise<boolean> => {
    const unrecorded = {
      anyOf: [
        { attribute: 'attempt', is: 'absent' as const },
        { attribute: 'attempt', is: '<' as const, value: attempt },
      ],
    }
    return (await table.write([{ put: itemOf(accountId, delivery, now), when: [unrecorded] }])).ok
  },

  /**
   * Records deliveries that were accepted, all at once and without a condition: that the receiver has the event stays true
   * whatever else was recorded. Throws when not all are sure to be written.
   */
  recordAccepted: (accepted: readonly { accountId: AccountId; delivery: Delivery }[], now: Instant): Promise<void> =>
    table.putAll(accepted.map(({ accountId, delivery }) => itemOf(accountId, delivery, now))),

  /** Keeps an attempt until it is due. Its event is read again then, so it is left out here. */
  addDue: async ({ event: _, receiver: __, ...message }: DeliveryMessage, dueAt: Instant): Promise<void> => {
    const key = dueKey(shardOf(message.deliveryId), dueAt, `${message.deliveryId}#${message.attempt}`)
    await table.write([{ put: { ...key, entity: 'due', message } }])
  },

  /** Up to `limit` attempts of one shard that are due at `now`, the oldest first. */
  due: async (shard: number, now: Instant, limit: number): Promise<DueDelivery[]> => {
    // `~` comes after every character of what follows the instant
    const items = await table.query({ pk: duePartition(shard), to: `${dueKey(shard, now, '').sk}~`, limit })
    return items.map((item) => ({ key: { pk: item.pk, sk: item.sk }, message: DeliveryMessage.parse(item.message) }))
  },

  /** Forgets a due attempt that is in the queue now. */
  removeDue: async ({ key }: DueDelivery): Promise<void> => {
    await table.write([{ delete: key }])
  },
})
export type DueDelivery = { key: Key; message: DeliveryMessage }

const itemOf = (accountId: AccountId, delivery: Delivery, now: Instant): Item => {
  const ttl = Math.ceil((now + keptDays * day) / 1000)
  return { ...delivery, ...keyOf({ ...delivery, accountId }), entity: 'delivery', ttl }
}

const keyText = ({ pk, sk }: Key) => `${pk} ${sk}`

/** The id is hexadecimal, and a hash. */
const shardOf = (deliveryId: string): number => Number.parseInt(deliveryId.slice(-4), 16) % dueShards
