import { type DirectoryChunk, type Location, locate, placeId, rangeOf } from '../lib/directory.ts'
import type { AccountId } from '../lib/ids.ts'
import { directoryPartition, paddedId } from './keys.ts'
import type { Condition, Item, Table, Write } from './table-types.ts'

/** The counted id ranges of one collection of one account: reads where a page lies, and writes that keep the counts true. */
export const directoryStore = (table: Table) => {
  const chunkCovering = async (accountId: AccountId, of: string, id: number) => {
    const pk = directoryPartition(accountId, of)
    const [item] = await table.query({ pk, to: paddedId(id), descending: true, limit: 1, consistent: true })
    return item && { item, chunk: chunkOf(item) }
  }
  return {
    /** The count of the collection and where `offset` lies in it. */
    locate: async (accountId: AccountId, of: string, offset: number) =>
      locate((await table.query({ pk: directoryPartition(accountId, of) })).map(chunkOf), offset),

    /** The writes that count a new id; refused with the rest of their transaction when another writer moved the range first. */
    adding: async (accountId: AccountId, of: string, id: number): Promise<Write[]> => {
      const found = await chunkCovering(accountId, of, id)
      const placement = placeId(found?.chunk, id)
      const pk = directoryPartition(accountId, of)
      if (!found) return [openChunk(pk, 0, id)]
      const { item, chunk } = found
      const unmoved = { attribute: 'lastId', is: '=', value: chunk.lastId } as const
      if (placement.kind === 'chunk') return [openChunk(pk, id, id), { update: item, set: { closedFrom: id }, when: [unmoved] }]
      const { index } = placement
      if (placement.kind === 'range') {
        const set = { [`starts[${index}]`]: id, [`counts[${index}]`]: 1, lastId: id }
        return [{ update: item, set, when: [unmoved, notClosedBefore(id)] }]
      }
      const unsplit = { attribute: `starts[${chunk.starts.length}]`, is: 'absent' } as const
      const counted = { update: item, add: { [`counts[${index}]`]: 1 } }
      if (id <= chunk.lastId) return [{ ...counted, when: [unsplit, notClosedBefore(id)] }]
      return [{ ...counted, set: { lastId: id }, when: [unmoved, unsplit, notClosedBefore(id)] }]
    },

    /** The write that uncounts an id which its transaction deletes. */
    removing: async (accountId: AccountId, of: string, id: number): Promise<Write[]> => {
      const found = await chunkCovering(accountId, of, id)
      if (!found) return []
      return [{ update: found.item, add: { [`counts[${rangeOf(found.chunk, id)}]`]: -1 } }]
    },
  }
}

/**
 * The items of a located page of partition `pk`, whose sort keys are padded ids. Ids to pass over cost as much as ids to give,
 * so the range is read from whichever end is nearer: past its middle from its end downwards, and beyond it upwards, at once.
 */
export const readPage = async (
  table: Table,
  pk: string,
  start: NonNullable<Location['start']>,
  pageSize: number,
): Promise<Item[]> => {
  const { fromId, toId, size, skip } = start
  if (toId === undefined || skip <= size / 2) {
    const items = await table.query({ pk, from: paddedId(fromId), limit: skip + pageSize })
    return items.slice(skip)
  }
  const left = size - skip
  const [within, beyond] = await Promise.all([
    table.query({ pk, from: paddedId(fromId), to: paddedId(toId - 1), descending: true, limit: left }),
    left < pageSize ? table.query({ pk, from: paddedId(toId), limit: pageSize - left }) : [],
  ])
  return [...within.reverse(), ...beyond].slice(0, pageSize)
}

const openChunk = (pk: string, start: number, id: number): Write => ({
  put: { pk, sk: paddedId(start), entity: 'directory', starts: [start], counts: [1], lastId: id },
  when: [{ attribute: 'pk', is: 'absent' }],
})

/** A chunk is closed from the id at which the next one begins. */
const notClosedBefore = (id: number): Condition => ({
  anyOf: [
    { attribute: 'closedFrom', is: 'absent' },
    { attribute: 'closedFrom', is: '>', value: id },
  ],
})

/** A stored chunk. The directory is the only writer of these items, so their shape is as written above. */
const chunkOf = (item: Item): DirectoryChunk => ({
  starts: item.starts as number[],
  counts: item.counts as number[],
  lastId: item.lastId as number,
})
