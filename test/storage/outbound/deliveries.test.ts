import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { deliverBatch } from '../../../functions/webhook-sender/batch.ts'
import type { Delivery, DeliveryMessage } from '../../../shared/domain/outbound/subscriptions/entity.ts'
import { deliveriesOf } from '../../../shared/domain/outbound/subscriptions/fan-out.ts'
import { AccountId, SubscriptionId } from '../../../shared/lib/ids.ts'
import { deliveryStore, dueShards } from '../../../shared/storage/outbound/deliveries.ts'
import { subscriptionStore } from '../../../shared/storage/outbound/subscriptions.ts'
import { eventItem } from '../../../shared/storage/record/event-writes.ts'
import type { Table } from '../../../shared/storage/table/types.ts'
import { memoryTable } from '../../fakes/memory-table.ts'
import { type LocalTable, startLocalTable } from '../../support/local-table.ts'
import { meterOf } from '../../support/meter.ts'
import { accessEvent, accountId, noon, pipeline, queueRecord } from '../../support/sender.ts'

let local: LocalTable
beforeAll(async () => {
  local = await startLocalTable()
})
afterAll(() => local.stop())

const message = (name: string, attempt = 1): DeliveryMessage => ({
  deliveryId: `msg_${Buffer.from(name.padEnd(16)).toString('hex')}`,
  accountId,
  subscriptionId: SubscriptionId.parse(900),
  eventUuid: 'ae217d80-f38b-4521-aaaa-c3b84e763552',
  processedAt: noon,
  attempt,
  dialect: 'brivo',
  eventAt: { pk: 'p', sk: 's' },
})
const delivery = (of: DeliveryMessage, state: Delivery['state']): Delivery => {
  const { deliveryId, subscriptionId, eventUuid, processedAt, attempt } = of
  return {
    deliveryId,
    subscriptionId,
    eventUuid,
    processedAt,
    state,
    attempt,
    attempts: [{ at: noon, durationMs: 3, status: 500 }],
  }
}

describe.each([
  ['in memory', () => memoryTable() as Table],
  ['DynamoDB Local', () => local.table],
])('the log of deliveries: %s', (_name, make) => {
  let table: Table
  let store: ReturnType<typeof deliveryStore>
  beforeAll(() => {
    table = make()
    store = deliveryStore(table)
  })

  it('takes each attempt once, and none that is older than what it knows', async () => {
    const [first, second] = [message('a', 1), message('a', 2)]
    expect(await store.record(accountId, delivery(first, 'retrying'), 1, noon)).toBe(true)
    expect(await store.record(accountId, delivery(first, 'gave-up'), 1, noon)).toBe(false)
    expect(await store.record(accountId, delivery(second, 'delivered'), 2, noon)).toBe(true)
    expect(await store.record(accountId, delivery(first, 'retrying'), 1, noon)).toBe(false)
    const [unknown, foreign] = [message('b'), { ...first, accountId: AccountId.parse(2) }]
    const rowOf = await store.recent([first, second, unknown, foreign])
    expect([first, second, unknown, foreign].map(rowOf)).toEqual([
      ...[delivery(second, 'delivered'), delivery(second, 'delivered')],
      ...[undefined, undefined],
    ])
  })

  it('takes what was accepted, many at once and whatever it knew; after that no attempt is older', async () => {
    const all = Array.from({ length: 30 }, (_, index) => message(`accepted ${index}`))
    const [known] = all as [DeliveryMessage]
    await store.record(accountId, delivery(known, 'retrying'), 1, noon)
    await store.recordAccepted(
      all.map((one) => ({ accountId, delivery: delivery(one, 'delivered') })),
      noon,
    )
    expect(await store.record(accountId, delivery(known, 'retrying'), 1, noon)).toBe(false)
    expect(all.map(await store.recent(all))).toEqual(all.map((one) => delivery(one, 'delivered')))
    await store.recordAccepted([], noon)
    expect((await store.recent([]))(known)).toBeUndefined()
  })

  it('keeps an attempt until it is due, the oldest first, and then until it is moved', async () => {
    // one shard: the ends of the ids are the same
    const due = [3, 1, 2].map((minutes) => ({ at: noon + minutes * 60_000, message: message(`due ${minutes}`.padEnd(15), 6) }))
    for (const one of due) await store.addDue(one.message, one.at)
    const all = async (now: number) =>
      (await Promise.all(Array.from({ length: dueShards }, (_, shard) => store.due(shard, now, 10)))).flat()
    expect(await all(noon + 60_000 - 1)).toEqual([])
    expect((await all(noon + 120_000)).map((one) => one.message.deliveryId)).toEqual([
      due[1]?.message.deliveryId,
      due[2]?.message.deliveryId,
    ])
    for (const one of await all(noon + 120_000)) await store.removeDue(one)
    const left = await all(noon + 3_600_000)
    expect(left.map((one) => one.message)).toEqual([due[0]?.message])
  })

  it('lets the owner be written to once in a while, and a subscription be switched off once', async () => {
    const { subscribe } = pipeline({}, table)
    const subscriptions = subscriptionStore(table)
    const { id, url } = await subscribe('https://example.com/')
    expect(await subscriptions.claimMail(accountId, id, noon, noon - 10)).toMatchObject({ id, mailedAt: noon })
    expect(await subscriptions.claimMail(accountId, id, noon + 5, noon - 5)).toBeUndefined()
    expect(await subscriptions.claimMail(accountId, id, noon + 20, noon + 10)).toMatchObject({ mailedAt: noon + 20 })
    expect(await subscriptions.claimMail(accountId, SubscriptionId.parse(999), noon, noon)).toBeUndefined()
    const disabled = { at: noon, reason: 'gone' }
    await subscriptions.markSlow(accountId, id, 'https://other.example/', noon + 30)
    expect(await subscriptions.recent(accountId, id)).not.toHaveProperty('slowUntil')
    await subscriptions.markSlow(accountId, id, url, noon + 20)
    await subscriptions.markSlow(accountId, id, url, noon + 10)
    expect(await subscriptions.recent(accountId, id)).toMatchObject({ slowUntil: noon + 20, version: 1 })
    await subscriptions.markSlow(accountId, SubscriptionId.parse(999), url, noon)
    expect(await subscriptions.recent(accountId, SubscriptionId.parse(999))).toBeUndefined()
    expect(await subscriptions.disable(accountId, id, 'https://other.example/', disabled)).toBe(false)
    expect(await subscriptions.disable(accountId, id, url, disabled)).toBe(true)
    expect(await subscriptions.recent(accountId, id)).toMatchObject({ disabled, version: 2 })
    expect(await subscriptions.disable(accountId, id, url, disabled)).toBe(false)
    expect(await subscriptions.disable(accountId, SubscriptionId.parse(999), url, disabled)).toBe(false)
  })
})

describe('the price of', () => {
  it('a delivery at the first try is half a read unit and one write unit, in two calls for a batch', async () => {
    const posts: string[] = []
    const post = async ({ url }: { url: URL }) => {
      posts.push(url.href)
      return { attempt: { at: noon, durationMs: 3, status: 200 } }
    }
    const { deps, subscribe } = pipeline({ posts: { fast: post, slow: post } }, local.table)
    const subscription = await subscribe('http://127.0.0.1:9/', { id: SubscriptionId.parse(910) })
    const messages = Array.from({ length: 10 }, (_, index) => {
      const event = accessEvent({ uuid: `00000000-0000-4000-8000-${String(index).padStart(12, '0')}` })
      return deliveriesOf({ accountId, event, at: eventItem(accountId, event) }, [subscription], noon)[0]
    })
    const records = messages.map((one, index) => queueRecord(one, `m${index}`))
    const { value, cost } = await meterOf(local.client, local.tableName).measure(() => deliverBatch(deps, records))
    expect(value).toEqual({ batchItemFailures: [] })
    expect(posts).toHaveLength(10)
    expect(cost.readUnits / 10).toBeLessThanOrEqual(0.5)
    expect(cost.writeUnits / 10).toBeLessThanOrEqual(1.5)
    expect(cost.calls).toBe(2)
  })
})
