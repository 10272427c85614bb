import pMap from 'p-map'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { rangeSize, rangesPerChunk } from '../../../shared/lib/directory.ts'
import { AccountId } from '../../../shared/lib/ids.ts'
import { directoryPartition, paddedId } from '../../../shared/storage/keys/common.ts'
import { directoryStore, readPage } from '../../../shared/storage/table/directory.ts'
import type { Table } from '../../../shared/storage/table/types.ts'
import { memoryTable } from '../../fakes/memory-table.ts'
import { type LocalTable, startLocalTable } from '../../support/local-table.ts'

let local: LocalTable
beforeAll(async () => {
  local = await startLocalTable()
})
afterAll(() => local.stop())

const accountId = AccountId.parse(1)

describe.each([
  ['in memory', () => memoryTable() as Table, 1],
  ['DynamoDB Local', () => local.table, 16],
])('a directory whose ids arrive out of order: %s', (_name, make, step) => {
  const everyStep = (ids: number[]) => ids.filter((_, index) => index % step === 0)

  /** Members of `of`, and what adds and removes one as the stores do: again, while others are first. */
  const members = (table: Table, of: string) => {
    const directory = directoryStore(table)
    const pk = `items#${of}`
    const change = async (attempt: () => Promise<boolean>) => {
      for (let tries = 0; tries < 60; tries += 1) if (await attempt()) return
      throw new Error('Others were always first')
    }
    const ids = async () => (await table.query({ pk })).map(({ sk }) => Number(sk))
    const offsets = async () => {
      const { count } = await directory.locate(accountId, of, 0)
      const itemAt = async (offset: number) => {
        const { start } = await directory.locate(accountId, of, offset)
        const [item] = start ? await readPage(table, { items: pk }, start, 1) : []
        return item && Number(item.sk)
      }
      const all = Array.from({ length: count }, (_, offset) => offset).filter((offset) => offset % step === 0)
      return pMap(all, itemAt, { concurrency: 32 })
    }
    return {
      ids,
      offsets,
      chunks: () => table.query({ pk: directoryPartition(accountId, of) }),
      add: (id: number) =>
        change(async () => {
          const put = { pk, sk: paddedId(id) }
          return (await table.write([{ put }, ...(await directory.adding(accountId, { name: of, items: pk }, id))])).ok
        }),
      remove: (id: number) =>
        change(async () => {
          const gone = { pk, sk: paddedId(id) }
          return (await table.write([{ delete: gone }, ...(await directory.removing(accountId, of, id))])).ok
        }),
    }
  }

  /** A chunk with all the ranges that it may have, of one id each except the third, which is full. */
  const crowded = async (table: Table, of: string) => {
    const first = 10_000
    const inThird = Array.from({ length: 2 * rangeSize }, (_, index) => first + 200 + index * 2)
    const starts = Array.from({ length: rangesPerChunk }, (_, range) => {
      if (range === 0) return 0
      return range <= 2 ? first + range * 100 : first + 10_000 + range
    })
    const own = starts.map((start) => (start === 0 ? first : start)).filter((id) => id !== inThird[0])
    await table.putAll([...own, ...inThird].map((id) => ({ pk: `items#${of}`, sk: paddedId(id) })))
    await table.putAll([
      {
        pk: directoryPartition(accountId, of),
        sk: paddedId(0),
        starts,
        counts: starts.map((_, range) => (range === 2 ? 2 * rangeSize : 1)),
        changes: 5,
        splits: 2,
        entity: 'directory',
      },
    ])
    return inThird
  }

  it('splits a full range, and a chunk that has too many, and still finds offsets', async () => {
    const table = make()
    const group = members(table, 'split')
    const inThird = await crowded(table, 'split')
    await group.add((inThird[100] ?? 0) + 1)
    const chunks = await group.chunks()
    expect(chunks).toHaveLength(2)
    for (const { counts } of chunks) expect(Math.max(...(counts as number[]))).toBeLessThanOrEqual(rangeSize + 1)
    expect(await group.offsets()).toEqual(everyStep(await group.ids()))
  })

  it('counts truly while many add and remove around a split', async () => {
    const table = make()
    const group = members(table, 'crowd')
    const inThird = await crowded(table, 'crowd')
    const added = inThird.slice(250, 262).map((id) => id + 1)
    const removed = inThird.slice(254, 262)
    await Promise.all([...added.map(group.add), ...removed.map(group.remove), group.add(99_999), group.add(5)])
    const ids = await group.ids()
    expect(ids).toHaveLength(2 * rangeSize + rangesPerChunk - 1 + 12 - 8 + 2)
    expect(await group.offsets()).toEqual(everyStep(ids))
  })
})
