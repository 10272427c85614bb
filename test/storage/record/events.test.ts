import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Event } from '../../../shared/domain/record/events/entity.ts'
import { hour } from '../../../shared/lib/clock.ts'
import { AccountId } from '../../../shared/lib/ids.ts'
import { eventItem, eventWrites } from '../../../shared/storage/record/event-writes.ts'
import { eventStore } from '../../../shared/storage/record/events.ts'
import type { Table } from '../../../shared/storage/table/types.ts'
import { memoryTable } from '../../fakes/memory-table.ts'
import { type LocalTable, startLocalTable } from '../../support/local-table.ts'
import { meterOf } from '../../support/meter.ts'
import { accessEvent, noon } from '../../support/sender.ts'

let local: LocalTable
beforeAll(async () => {
  local = await startLocalTable()
})
afterAll(() => local.stop())

const of = (account: number) => AccountId.parse(account)
/** Uuids whose ends spread over the partitions. */
const uuidOf = (index: number) =>
  `00000000-0000-4000-8000-${String(index).padStart(8, '0')}${(index * 7).toString(16).padStart(4, '0')}`
const events = (count: number, occurredAt: (index: number) => number, wanted: Partial<Event> = {}) =>
  Array.from({ length: count }, (_, index) => accessEvent({ uuid: uuidOf(index), occurredAt: occurredAt(index), ...wanted }))
const byTime = (a: Event, b: Event) => b.occurredAt - a.occurredAt || (a.uuid < b.uuid ? 1 : -1)
const everything = () => true

describe.each([
  ['in memory', () => memoryTable() as Table],
  ['DynamoDB Local', () => local.table],
])('events: %s', (_name, make) => {
  let table: Table
  let store: ReturnType<typeof eventStore>
  beforeAll(() => {
    table = make()
    store = eventStore(table)
  })
  const put = (account: number, all: Event[]) => table.putAll(all.map((event) => eventItem(of(account), event)))
  const newest = (account: number, from: number, before: number, size: number, mostMatch = true, test = (_: Event) => true) =>
    store.newest(of(account), 'access', { range: { from, before }, size, test, mostMatch })

  it('come newest first from every partition and day, and only those of the range', async () => {
    // two hours of them, around midnight
    const midnight = noon + 12 * hour
    const all = events(200, (index) => midnight - hour + index * 36_000)
    await put(1, all)
    const from = midnight - hour / 2
    const before = midnight + hour / 2
    const wanted = all.filter(({ occurredAt }) => occurredAt >= from && occurredAt < before).toSorted(byTime)
    for (const size of [1, 9, 40, 100]) {
      const found = await newest(1, from, before, size)
      expect(found.map(({ uuid }) => uuid)).toEqual(wanted.slice(0, size).map(({ uuid }) => uuid))
    }
    expect(await newest(1, from, before, 1_000)).toHaveLength(wanted.length)
  })

  it('that few of pass a test are all found, however many others lie between', async () => {
    await put(
      2,
      events(900, (index) => noon + index),
    )
    const found = await newest(2, noon, noon + hour, 10, false, ({ occurredAt }) => occurredAt % 100 === 0)
    expect(found.map(({ occurredAt }) => occurredAt - noon)).toEqual([800, 700, 600, 500, 400, 300, 200, 100, 0])
  })

  it('of one millisecond are never parted', async () => {
    await put(
      3,
      events(60, (index) => (index < 50 ? noon + 1 : noon)),
    )
    const first = await newest(3, noon, noon + hour, 10)
    expect(first).toHaveLength(50)
    expect(await newest(3, noon, noon + 1, 10)).toHaveLength(10)
  })

  it('are counted by the hour, as a whole, by type and by site, exactly as they are stored', async () => {
    const all = [
      ...events(5, () => noon, { type: 'access.granted' }),
      ...events(3, () => noon + hour, { type: 'access.denied.unknown_credential', site: { id: 6, name: 'Mill' } }),
    ].map((event, index) => ({ ...event, uuid: uuidOf(index) }))
    for (const event of all.slice(0, 4)) await table.write(eventWrites(of(4), event))
    await table.write(eventWrites(of(4), all.slice(4)))
    const counts = (from: number, before: number, site?: number) => store.counts(of(4), 'access', { from, before }, site)
    expect(await counts(noon, noon + 24 * hour)).toEqual({
      all: 8,
      byType: new Map([
        ['access.granted', 5],
        ['access.denied.unknown_credential', 3],
      ]),
    })
    expect(await counts(noon, noon + hour)).toMatchObject({ all: 5 })
    expect(await counts(noon, noon + 24 * hour, 6)).toEqual({
      all: 3,
      byType: new Map([['access.denied.unknown_credential', 3]]),
    })
    expect(await counts(noon, noon + 24 * hour, 7)).toEqual({ all: 0, byType: new Map() })
    expect(await store.countEach(of(4), 'access', { from: noon, before: noon + hour }, everything)).toBe(5)
    expect(await store.counts(of(4), 'audit', { from: noon, before: noon + hour })).toMatchObject({ all: 0 })
  })

  it('are found by the key they were handed on with', async () => {
    const [event] = events(1, () => noon + 7)
    if (!event) throw new Error('No event was made')
    await put(5, [event])
    const { pk, sk } = eventItem(of(5), event)
    expect(await store.at({ pk, sk })).toEqual(event)
    expect(await store.at({ pk, sk: `${sk}x` })).toBeUndefined()
  })
})

describe('the price of', () => {
  it('a page of 20 events is at most 12 read units in two trips, and a count at most 4 in one', async () => {
    const store = eventStore(local.table)
    const all = events(400, (index) => noon + index * 1_000)
    await local.table.putAll(all.map((event) => eventItem(of(9), event)))
    for (const event of all.slice(0, 10)) await local.table.write(eventWrites(of(9), { ...event, uuid: uuidOf(1_000) }))
    const meter = meterOf(local.client, local.tableName)
    const range = { from: noon, before: noon + 12 * hour }
    const page = await meter.measure(() => store.newest(of(9), 'access', { range, size: 20, test: everything, mostMatch: true }))
    expect(page.value).toHaveLength(20)
    expect(page.cost.sequentialTrips).toBeLessThanOrEqual(2)
    expect(page.cost.readUnits).toBeLessThanOrEqual(12)
    const count = await meter.measure(() => store.counts(of(9), 'access', range))
    expect(count.cost).toMatchObject({ sequentialTrips: 1 })
    expect(count.cost.readUnits).toBeLessThanOrEqual(4)
  })
})
