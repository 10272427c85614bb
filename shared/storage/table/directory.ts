import { type DirectoryChunk, fullRangeFor, type Location, locate, placeId, rangeOf, splitRange } from '../../lib/directory.ts'
import type { AccountId } from '../../lib/ids.ts'
import { directoryPartition, paddedId } from '../keys.ts'
import type { Condition, Item, Table, Write } from './types.ts'

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

    /**
     * The writes that count a new id; refused with the rest of their transaction when another writer moved the range first.
     * `items` is the partition of the ids, by which a range that ids out of order have filled is split first.
     */
    adding: async (accountId: AccountId, of: string, id: number, items?: string): Promise<Write[]> => {
      const covering = await chunkCovering(accountId, of, id)
      const wasSplit = covering && items !== undefined && (await splitIfFull(table, covering, items, id))
      const found = wasSplit ? await chunkCovering(accountId, of, id) : covering
      const placement = placeId(found?.chunk, id)
      const pk = directoryPartition(accountId, of)
      if (!found) return [openChunk(pk, 0, id)]
      const { item, chunk } = found
      const unmoved = { attribute: 'lastId', is: '=', value: chunk.lastId } as const
      const counts = { changes: 1 }
      if (placement.kind === 'chunk') {
        const close: Write = { update: item, set: { closedFrom: id }, add: counts, when: [unmoved, sameRanges(item)] }
        return [openChunk(pk, id, id, item.closedFrom), close]
      }
      const { index } = placement
      if (placement.kind === 'range') {
        const set = { [`starts[${index}]`]: id, [`counts[${index}]`]: 1, lastId: id }
        return [{ update: item, set, add: counts, when: [unmoved, sameRanges(item), notClosedBefore(id)] }]
      }
      const unsplit = { attribute: `starts[${chunk.starts.length}]`, is: 'absent' } as const
      const counted = { update: item, add: { ...counts, [`counts[${index}]`]: 1 } }
      const inPlace = [unsplit, sameRanges(item), notClosedBefore(id)]
      if (id <= chunk.lastId) return [{ ...counted, when: inPlace }]
      return [{ ...counted, set: { lastId: id }, when: [unmoved, ...inPlace] }]
    },

    /** The write that uncounts an id which its transaction deletes; refused when its range was split meanwhile. */
    removing: async (accountId: AccountId, of: string, id: number): Promise<Write[]> => {
      const found = await chunkCovering(accountId, of, id)
      if (!found) return []
      const counts = { changes: 1, [`counts[${rangeOf(found.chunk, id)}]`]: -1 }
      return [{ update: found.item, add: counts, when: [sameRanges(found.item)] }]
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

const openChunk = (pk: string, start: number, id: number, closedFrom?: unknown): Write => ({
  put: {
    pk,
    sk: paddedId(start),
    entity: 'directory',
    starts: [start],
    counts: [1],
    lastId: id,
    ...(closedFrom === undefined ? {} : { closedFrom }),
    changes: 1,
  },
  when: [{ attribute: 'pk', is: 'absent' }],
})

/** No range of the chunk was split since it was read, so its ranges are still those at their positions. */
const sameRanges = ({ splits }: Item): Condition =>
  splits === undefined ? { attribute: 'splits', is: 'absent' } : { attribute: 'splits', is: '=', value: Number(splits) }

/** A chunk is closed from the id at which the next one begins. */
const notClosedBefore = (id: number): Condition => ({
  anyOf: [
    { attribute: 'closedFrom', is: 'absent' },
    { attribute: 'closedFrom', is: '>', value: id },
  ],
})

/**
 * Splits the range that would take `id`, if it is full. True when it did, or when another writer was first: read again then.
 * Ids are read beside the chunk, not with it: so the chunk must not have changed in any way until the split is written.
 */
const splitIfFull = async (table: Table, { item, chunk }: Covering, items: string, id: number): Promise<boolean> => {
  const index = fullRangeFor(chunk, id)
  if (index === undefined) return false
  const end = chunk.starts[index + 1] ?? item.closedFrom
  const to = end === undefined ? {} : { to: paddedId(Number(end) - 1) }
  const members = await table.query({ pk: items, from: paddedId(chunk.starts[index] ?? 0), ...to, consistent: true })
  if (members.length !== chunk.counts[index]) return true
  const [first, second] = splitRange(
    chunk,
    index,
    members.map(({ sk }) => Number(sk)),
  )
  const begin = second?.starts[0]
  const own: Write = {
    update: item,
    set: { ...first, ...(begin === undefined ? {} : { closedFrom: begin }) },
    add: { changes: 1, splits: 1 },
    when: [{ attribute: 'changes', is: '=', value: Number(item.changes) }],
  }
  const put = { ...item, ...second, sk: paddedId(begin ?? 0), changes: 1, splits: 1 }
  await table.write(begin === undefined ? [own] : [own, { put, when: [{ attribute: 'pk', is: 'absent' }] }])
  return true
}

type Covering = { item: Item; chunk: DirectoryChunk }

/** A stored chunk. The directory is the only writer of these items, so their shape is as written above. */
const chunkOf = (item: Item): DirectoryChunk => ({
  starts: item.starts as number[],
  counts: item.counts as number[],
  lastId: item.lastId as number,
})
