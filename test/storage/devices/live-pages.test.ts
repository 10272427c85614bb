import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { rangesPerChunk } from '../../../shared/lib/directory.ts'
import { AccountId, PanelId } from '../../../shared/lib/ids.ts'
import { panelStore, unheard } from '../../../shared/storage/devices/panels.ts'
import { presenceStore } from '../../../shared/storage/devices/presence.ts'
import { directoryPartition, entityKey, paddedId } from '../../../shared/storage/keys/common.ts'
import { presenceKey } from '../../../shared/storage/keys/devices.ts'
import type { Item, Table } from '../../../shared/storage/table/types.ts'
import { memoryTable } from '../../fakes/memory-table.ts'
import { panel, site } from '../../support/doors.ts'
import { type LocalTable, startLocalTable } from '../../support/local-table.ts'
import { meterOf } from '../../support/meter.ts'

const accountId = AccountId.parse(77)
const office = site(3, { siteName: 'Head office, east wing' })
const rangeSize = 32
const firstId = 800_000_000_000_000

let local: LocalTable
beforeAll(async () => {
  local = await startLocalTable()
})
afterAll(() => local.stop())

/** The directory of the account when its panels have these ids. */
const directoryOf = (ids: readonly number[]): Item[] => {
  const starts = ids.filter((_, index) => index % rangeSize === 0).map((id, index) => (index === 0 ? 0 : id))
  const counts = starts.map((_, index) => ids.slice(index * rangeSize, (index + 1) * rangeSize).length)
  return Array.from({ length: Math.ceil(starts.length / rangesPerChunk) }, (_, chunk) => {
    const part = <T>(list: T[]) => list.slice(chunk * rangesPerChunk, (chunk + 1) * rangesPerChunk)
    const sk = paddedId(part(starts)[0] ?? 0)
    return {
      pk: directoryPartition(accountId, 'panel'),
      sk,
      starts: part(starts),
      counts: part(counts),
      entity: 'directory',
      changes: 0,
    }
  })
}

const doors = Object.fromEntries([1, 2].map((door) => [String(firstId + door), { state: 'locked', at: firstId }]))

/** A panel with two doors that has been heard, as it is stored. */
const itemsOf = (id: number): [Item, Item] => {
  const accessPointIds = Object.keys(doors).map(Number)
  const key = { kty: 'OKP', crv: 'Ed25519', x: 'x'.repeat(43) }
  const presence = { ...unheard(PanelId.parse(id)), keyId: 'k'.repeat(43), lastContactAt: firstId, onlineUntil: firstId, doors }
  return [
    {
      ...panel(id, office, { serialNumber: `SP-${id}` }),
      ...entityKey(accountId, 'panel', id),
      accessPointIds,
      key,
      entity: 'panel',
    },
    { ...presence, ...presenceKey(accountId, id), connection: { connectionId: 'L0SM9cOFvHcCIhw=', connectedAt: firstId } },
  ]
}

/** Ids that are drawn one after another: ordered, with gaps, spread over the partitions of presences as it comes. */
const drawnIds = (count: number): number[] => {
  let state = 7
  const ids: number[] = []
  for (let id = firstId; ids.length < count; ids.push(id)) {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    id += 1 + (state % 100_000)
  }
  return ids
}

describe.each([
  ['in memory', () => memoryTable() as Table],
  ['DynamoDB Local', () => local.table],
])('panels with what is live about them: %s', (_name, make) => {
  const ids = drawnIds(150)
  let table: Table
  beforeAll(async () => {
    table = make()
    await table.putAll([...directoryOf(ids), ...ids.flatMap(itemsOf)])
  })

  it.each([
    [0, 20],
    [0, 5],
    [0, 100],
    [7, 20],
    [31, 1],
    [32, 32],
    [100, 100],
    [149, 20],
    [150, 20],
  ])('are paged in order from offset %i by %i, whatever partition each presence lies in', async (offset, pageSize) => {
    const page = await panelStore(table).pageLive(accountId, { offset, pageSize })
    expect(page.count).toBe(150)
    expect(page.data.map((live) => live.panel.id)).toEqual(ids.slice(offset, offset + pageSize))
    expect(page.data.map(({ presence }) => presence.panelId)).toEqual(ids.slice(offset, offset + pageSize))
  })

  it('are found in order, and walked over in order', async () => {
    const found = await panelStore(table).searchLive(accountId, () => true, { offset: 90, pageSize: 30 })
    expect(found.count).toBe(150)
    expect(found.data.map((live) => live.panel.id)).toEqual(ids.slice(90, 120))
    const presences = presenceStore(table)
    expect(await presences.panelIds(accountId, { limit: 60 })).toEqual(ids.slice(0, 60))
    expect(await presences.panelIds(accountId, { after: ids[59], limit: 200 })).toEqual(ids.slice(60))
  })

  it('are paged also while the directory still counts panels that are gone', async () => {
    const other = make()
    const gone = ids.slice(3, 60)
    const left = ids.filter((id) => !gone.includes(id))
    await Promise.all(gone.flatMap((id) => [other.write([{ delete: entityKey(accountId, 'panel', id) }])]))
    await other.putAll([...directoryOf(ids), ...left.flatMap(itemsOf)])
    const page = await panelStore(other).pageLive(accountId, { offset: 1, pageSize: 20 })
    expect(page.data.map(({ presence }) => presence.panelId)).toEqual(left.slice(1, 21))
  })
})

describe('an account with 10,000 panels', () => {
  const ids = drawnIds(10_000)

  it('lists 20 of them in two trips and 12 read units at any offset, with the count', async () => {
    const around = [...ids.slice(0, 100), ...ids.slice(5_000, 5_200)]
    await local.table.putAll([...directoryOf(ids), ...around.flatMap(itemsOf)])
    const meter = meterOf(local.client, local.tableName)
    const costs = []
    for (const offset of [0, 1, 20, 31, 5_024, 5_039, 5_040, 5_055]) {
      const { value, cost } = await meter.measure(() => panelStore(local.table).pageLive(accountId, { offset, pageSize: 20 }))
      expect(value).toMatchObject({ count: 10_000, data: { length: 20 } })
      expect(cost.sequentialTrips).toBeLessThanOrEqual(2)
      costs.push(cost.readUnits)
    }
    expect(Math.max(...costs)).toBeLessThanOrEqual(13)
    expect(costs.reduce((sum, one) => sum + one, 0) / costs.length).toBeLessThanOrEqual(12)
  })

  it('spreads their presences evenly: no partition has more than a tenth more than its share', () => {
    const perPartition = Map.groupBy(ids, (id) => presenceKey(accountId, id).pk)
    expect(perPartition.size).toBe(16)
    expect(Math.max(...[...perPartition.values()].map(({ length }) => length))).toBeLessThanOrEqual((10_000 / 16) * 1.12)
  })
})
