import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Site } from '../../../shared/domain/places/sites/entity.ts'
import { rangeSize, rangesPerChunk } from '../../../shared/lib/directory.ts'
import { AccountId, SiteId } from '../../../shared/lib/ids.ts'
import { directoryPartition, entityPartition, paddedId } from '../../../shared/storage/keys/common.ts'
import { siteStore } from '../../../shared/storage/places/sites.ts'
import type { Table } from '../../../shared/storage/table/types.ts'
import { memoryTable } from '../../fakes/memory-table.ts'
import { type LocalTable, startLocalTable } from '../../support/local-table.ts'
import { meterOf } from '../../support/meter.ts'

let local: LocalTable
beforeAll(async () => {
  local = await startLocalTable()
})
afterAll(() => local.stop())

const site = (id: number, siteName = `Site ${id}`): Site => ({
  id: SiteId.parse(id),
  version: 1,
  siteName,
  timeZone: 'US/Eastern',
  createdAt: 0,
  updatedAt: 0,
})

describe.each([
  ['in memory', () => memoryTable() as Table, 700],
  ['DynamoDB Local', () => local.table, 40],
])('a collection: %s', (_name, make, many) => {
  let sites: ReturnType<typeof siteStore>
  beforeAll(() => {
    sites = siteStore(make())
  })
  const of = (account: number) => AccountId.parse(account)

  it('gives every offset its entity and the true count, whatever was added and removed', async () => {
    const ids = Array.from({ length: many }, (_, index) => 1000 + index * 3)
    for (const id of ids) await sites.add(of(1), site(id), undefined)
    const removed = ids.filter((_, index) => index % 7 === 0)
    for (const id of removed) await sites.remove(of(1), site(id), undefined)
    const left = ids.filter((id) => !removed.includes(id))
    for (let offset = 0; offset <= left.length; offset += 13) {
      const page = await sites.page(of(1), { offset, pageSize: 5 })
      expect(page.count).toBe(left.length)
      expect(page.data.map((one) => Number(one.id))).toEqual(left.slice(offset, offset + 5))
    }
  })

  it('counts truly when ids arrive out of order or at once', async () => {
    const ids = Array.from({ length: 24 }, (_, index) => 5000 + ((index * 7) % 24))
    const added = await Promise.all(ids.map((id) => sites.add(of(2), site(id), undefined)))
    expect(added.every((one) => one.ok)).toBe(true)
    const page = await sites.page(of(2), { offset: 0, pageSize: 100 })
    expect(page).toMatchObject({ count: 24 })
    expect(page.data.map((one) => Number(one.id))).toEqual([...ids].sort((a, b) => a - b))
  })

  it('refuses a change by someone who had not seen the last one', async () => {
    await sites.add(of(3), site(1), undefined)
    expect(await sites.replace(of(3), { ...site(1, 'First'), version: 2 }, undefined)).toEqual({ ok: true })
    expect(await sites.replace(of(3), { ...site(1, 'Second'), version: 2 }, undefined)).toEqual({ ok: false, reason: 'changed' })
    expect(await sites.remove(of(3), site(1), undefined)).toEqual({ ok: false, reason: 'changed' })
    expect(await sites.replace(of(3), { ...site(9), version: 2 }, undefined)).toEqual({ ok: false, reason: 'missing' })
    expect((await sites.get(of(3), 1))?.siteName).toBe('First')
  })

  it("changes nothing when one of the caller's own writes is refused, and says which", async () => {
    const taken = { pk: 'A#4#unique#name', sk: 'x' }
    const claim = { put: taken, when: [{ attribute: 'pk', is: 'absent' as const }] }
    expect(await sites.add(of(4), site(1), undefined, [claim])).toEqual({ ok: true })
    expect(await sites.add(of(4), site(2), undefined, [claim])).toEqual({ ok: false, reason: 'refused', extra: [0] })
    expect(await sites.page(of(4), { offset: 0, pageSize: 5 })).toMatchObject({ count: 1 })
  })

  it('searches the projection and counts what it finds', async () => {
    for (const id of [1, 2, 3, 4, 5]) await sites.add(of(5), site(id, id % 2 ? `Odd ${id}` : `Even ${id}`), undefined)
    const found = await sites.search(of(5), ({ siteName }) => siteName.startsWith('Odd'), { offset: 1, pageSize: 1 })
    expect(found).toMatchObject({ count: 3, data: [{ siteName: 'Odd 3' }] })
  })

  it('shows no account the entities of another', async () => {
    await sites.add(of(6), site(77), undefined)
    expect(await sites.get(of(7), 77)).toBeUndefined()
    expect(await sites.page(of(7), { offset: 0, pageSize: 5 })).toEqual({ data: [], count: 0 })
    expect(await sites.getMany(of(7), [77])).toEqual([])
  })
})

describe('the budget of a collection of a million', () => {
  it('holds for a page of 20 with its count, at any offset', async () => {
    const sites = siteStore(local.table)
    const accountId = AccountId.parse(99)
    const perChunk = rangeSize * rangesPerChunk
    const chunks = Array.from({ length: Math.ceil(1_000_000 / perChunk) }, (_, chunk) => {
      const starts = Array.from(
        { length: rangesPerChunk },
        (_, range) => 800_000_000_000_000 + chunk * perChunk + range * rangeSize,
      )
      const sk = paddedId(chunk === 0 ? 0 : (starts[0] ?? 0))
      return {
        pk: directoryPartition(accountId, 'site'),
        sk,
        starts,
        counts: starts.map(() => rangeSize),
        entity: 'directory',
      }
    })
    await local.table.putAll(chunks)
    const begins = 40 * perChunk + 30 * rangeSize
    const from = 800_000_000_000_000 + 40 * perChunk + 30 * rangeSize
    const members = Array.from({ length: rangeSize + 20 }, (_, index) => ({
      ...site(from + index),
      pk: entityPartition(accountId, 'site'),
      sk: paddedId(from + index),
      filler: 'x'.repeat(150),
    }))
    await local.table.putAll(members)
    const meter = meterOf(local.client, local.tableName)
    const skips = [0, 64, 128, 129, 200, rangeSize - 25, rangeSize - 5]
    let readUnits = 0
    for (const skip of skips) {
      const page = () => sites.page(accountId, { offset: begins + skip, pageSize: 20 })
      const { value, cost } = await meter.measure(page)
      expect(value.count).toBe(62 * perChunk)
      expect(value.data.map((one) => Number(one.id) - from)).toEqual(Array.from({ length: 20 }, (_, index) => skip + index))
      expect(cost.sequentialTrips).toBeLessThanOrEqual(2)
      expect(cost.readUnits).toBeLessThanOrEqual(15)
      readUnits += cost.readUnits
    }
    expect(readUnits / skips.length).toBeLessThanOrEqual(12)
  })
})
