import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { workOnHeld } from '../../../functions/timers/held-deliveries.ts'
import { deliverBatch } from '../../../functions/webhook-sender/batch.ts'
import type { DeliveryMessage } from '../../../shared/domain/outbound/subscriptions/entity.ts'
import { deliveriesOf } from '../../../shared/domain/outbound/subscriptions/fan-out.ts'
import { day } from '../../../shared/lib/clock.ts'
import { AccountId, SubscriptionId } from '../../../shared/lib/ids.ts'
import { heldDeliveryStore } from '../../../shared/storage/outbound/held-deliveries.ts'
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

const subscriptionId = SubscriptionId.parse(900)
const of = { accountId, subscriptionId }
const message = (name: string, processedAt = noon): DeliveryMessage => ({
  ...of,
  deliveryId: `msg_${name}`,
  eventUuid: 'ae217d80-f38b-4521-aaaa-c3b84e763552',
  processedAt,
  attempt: 2,
  uncounted: 1,
  dialect: 'brivo',
  eventAt: { pk: 'p', sk: 's' },
})

describe.each([
  ['in memory', () => memoryTable() as Table],
  ['DynamoDB Local', () => local.table],
])('held deliveries: %s', (_name, make) => {
  let table: Table
  let store: ReturnType<typeof heldDeliveryStore>
  beforeAll(() => {
    table = make()
    store = heldDeliveryStore(table)
  })

  it('are found by their subscription in the order of their events, and forgotten unless they are held again', async () => {
    const [a, b, c] = [message('a', noon + 2), message('b', noon + 1), message('c', noon + 3)]
    const others = { ...a, accountId: AccountId.parse(2) }
    for (const [index, one] of [a, b, c, others].entries()) await store.hold(one, `h${index}`, noon)
    const found = await store.next(of, 10, undefined)
    expect(found.map((held) => held.message)).toEqual([b, a, c])
    expect((await store.next(of, 2, undefined)).map((held) => held.message)).toEqual([b, a])
    expect((await store.next(of, 10, noon + 2)).map((held) => held.message)).toEqual([b, a])
    await store.hold({ ...a, attempt: 3 }, 'again', noon)
    for (const held of found) await store.forget(held)
    expect((await store.next(of, 10, undefined)).map((held) => held.message)).toEqual([{ ...a, attempt: 3 }])
    expect(await store.next({ ...of, accountId: AccountId.parse(2) }, 10, undefined)).toHaveLength(1)
  })

  it('are noted until the note is forgotten, the longest due first', async () => {
    const [late, soon, other] = [
      { ...of, dueAt: noon + 2, name: 'x' },
      { ...of, dueAt: noon + 1, name: 'x' },
      { ...of, dueAt: noon + 1, name: 'y' },
    ] as const
    for (const note of [late, soon, other, soon]) await store.note(note)
    expect(await store.notes(noon, 10)).toEqual([])
    expect(await store.notes(noon + 1, 10)).toEqual([soon, other])
    expect(await store.notes(noon + 2, 2)).toEqual([soon, other])
    await store.forgetNote(soon)
    expect(await store.notes(noon + 2, 10)).toEqual([other, late])
    for (const note of [other, late]) await store.forgetNote(note)
  })

  it('are noted in the transaction that switches their subscription off or on, or deletes it', async () => {
    const subscriptions = subscriptionStore(table)
    const made = await pipeline({}, table).subscribe('https://example.com/', { id: SubscriptionId.parse(905) })
    const noted = async () => (await store.notes(noon + 365 * day, 10)).map(({ dueAt, name }) => [dueAt, name])
    await subscriptions.disable(accountId, made.id, 'https://other.example/', { at: noon, reason: 'gone' })
    expect(await noted()).toEqual([])
    expect(await subscriptions.disable(accountId, made.id, made.url, { at: noon, reason: 'gone' })).toBe(true)
    expect(await noted()).toEqual([[noon + 30 * day, 'off']])
    expect(await subscriptions.switchOn(accountId, { ...made, version: 2 }, undefined)).toEqual({ ok: false, reason: 'changed' })
    const on = { ...made, version: 3 }
    expect(await subscriptions.switchOn(accountId, on, undefined)).toEqual({ ok: true })
    expect(await noted()).toEqual([
      [0, 'version-3'],
      [noon + 30 * day, 'off'],
    ])
    expect(await subscriptions.remove(accountId, on, undefined)).toEqual({ ok: true })
    expect(await noted()).toContainEqual([0, 'deleted'])
  })
})

describe('the price of', () => {
  const post = async () => ({ attempt: { at: noon, durationMs: 3, status: 200 } })

  it('a held delivery is two write units, and of its release one more, whatever else the subscription has', async () => {
    const all = pipeline({ posts: { fast: post, slow: post } }, local.table)
    const made = await all.subscribe('http://127.0.0.1:9/', { id: SubscriptionId.parse(910) })
    const { deps } = all
    await deps.subscriptions.disable(accountId, made.id, made.url, { at: noon, reason: 'gone' })
    const off = { ...made, disabled: { at: noon, reason: 'gone' } }
    const records = Array.from({ length: 100 }, (_, index) => {
      const event = accessEvent({ uuid: `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`, processedAt: noon + index })
      return queueRecord(deliveriesOf({ accountId, event, at: eventItem(accountId, event) }, [off], noon)[0], `m${index}`)
    })
    const meter = meterOf(local.client, local.tableName)
    const holding = await meter.measure(() => deliverBatch(deps, records))
    expect(holding.value).toEqual({ batchItemFailures: [] })
    expect(holding.cost.writeUnits / 100).toBeLessThanOrEqual(2)
    expect(holding.cost.readUnits / 100).toBeLessThanOrEqual(2.5)
    await deps.subscriptions.switchOn(accountId, { ...made, version: 3 }, undefined)
    const releasing = await meter.measure(() => workOnHeld(deps, Number.POSITIVE_INFINITY))
    expect(all.messages).toHaveLength(100)
    // 100 items, and the notes
    expect(releasing.cost.writeUnits).toBeLessThanOrEqual(100 + 5)
    expect(releasing.cost.readUnits).toBeLessThanOrEqual(25)
    expect(releasing.cost.calls).toBeLessThanOrEqual(100 + 10)
  })
})
