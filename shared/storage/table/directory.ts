import { type DirectoryChunk, growthFor, type Location, locate, openRange, rangeOf, splitRange } from '../../lib/directory.ts'
import type { AccountId } from '../../lib/ids.ts'
import { directoryPartition, paddedId } from '../keys/common.ts'
import type { Condition, Item, Table, Write } from './types.ts'

/**
 * A collection of an account: its name, and the partition of its items, whose sort keys are padded ids. Where several collections
 * share a partition, each has the ids `from` (0 when left out) up to `to`, which is not its own. `rangeSize` is how many ids are
 * enough for a range, if not what is usual.
 */
export type Counted = { name: string; items: string; from?: number | undefined; to?: number | undefined; rangeSize?: number }

/**
 * The counted id ranges of one collection of one account: reads where a page lies, and writes that keep the counts true. A count
 * is an addition that holds whatever others count, so that parallel changes do not refuse each other. Only a change of the ranges
 * themselves does, which is rare: about once in 256 ids.
 */
export const directoryStore = (table: Table) => ({
  /** The count of the collection and where `offset`, and a page of `pageSize` there, lies in it. */
  locate: async (accountId: AccountId, name: string, offset: number, pageSize = 0) =>
    locate((await table.query({ pk: directoryPartition(accountId, name) })).map(chunkOf), offset, pageSize),

  /** The count of the collection, and the checks that are refused when anything was added or removed since. */
  unchanged: async (accountId: AccountId, name: string): Promise<{ count: number; checks: Write[] }> => {
    const pk = directoryPartition(accountId, name)
    const chunks = await table.query({ pk, consistent: true })
    const checks = chunks.map(({ sk, changes }): Write => {
      return { check: { pk, sk }, when: [{ attribute: 'changes', is: '=', value: Number(changes) }] }
    })
    const none: Write = { check: { pk, sk: paddedId(0) }, when: [{ attribute: 'pk', is: 'absent' }] }
    return { count: locate(chunks.map(chunkOf), 0).count, checks: chunks.length > 0 ? checks : [none] }
  },

  /** The writes that count a new id; refused with the rest of their transaction when the ranges were changed meanwhile. */
  adding: async (accountId: AccountId, counted: Counted, id: number): Promise<Write[]> => {
    const { name, from = 0 } = counted
    const covering = await chunkCovering(table, accountId, name, id)
    if (!covering) return [firstChunk(directoryPartition(accountId, name), from)]
    const grown = await grow(table, covering, counted, id)
    const found = grown ? await chunkCovering(table, accountId, name, id) : covering
    return found ? [counting(found, id, 1)] : []
  },

  /** The write that uncounts an id which its transaction deletes; refused when the ranges were changed meanwhile. */
  removing: async (accountId: AccountId, name: string, id: number): Promise<Write[]> => {
    const found = await chunkCovering(table, accountId, name, id)
    return found ? [counting(found, id, -1)] : []
  },
})

type Covering = { item: Item; chunk: DirectoryChunk }

const chunkCovering = async (table: Table, accountId: AccountId, name: string, id: number): Promise<Covering | undefined> => {
  const pk = directoryPartition(accountId, name)
  const [item] = await table.query({ pk, to: paddedId(id), descending: true, limit: 1, consistent: true })
  return item && { item, chunk: chunkOf(item) }
}

const counting = ({ item, chunk }: Covering, id: number, by: 1 | -1): Write => ({
  update: item,
  add: { changes: 1, [`counts[${rangeOf(chunk, id)}]`]: by },
  when: [sameRanges(item)],
})

/** Before the first id that is not the collection's; nothing when the partition is all its own. */
const upTo = (end: number | undefined): { to?: string } => (end === undefined ? {} : { to: paddedId(end - 1) })

/**
 * The items of a located page of a collection in partition `items`, before the id `to`. Ids to pass over cost as much as ids to
 * give, so the range is read from whichever end is nearer: past its middle from its end downwards, and beyond it upwards, at once.
 */
export const readPage = async (
  table: Table,
  { items: pk, to }: Pick<Counted, 'items' | 'to'>,
  start: NonNullable<Location['start']>,
  pageSize: number,
): Promise<Item[]> => {
  // A caller who only counts: a query has no limit of 0.
  if (pageSize === 0) return []
  const { fromId, toId, size, skip } = start
  if (toId === undefined || skip <= size / 2) {
    const items = await table.query({ pk, from: paddedId(fromId), ...upTo(to), limit: skip + pageSize })
    return items.slice(skip)
  }
  const left = size - skip
  const [within, beyond] = await Promise.all([
    table.query({ pk, from: paddedId(fromId), to: paddedId(toId - 1), descending: true, limit: left }),
    left < pageSize ? table.query({ pk, from: paddedId(toId), ...upTo(to), limit: pageSize - left }) : [],
  ])
  return [...within.reverse(), ...beyond].slice(0, pageSize)
}

/** The chunk of a collection that has none yet: one range, from the lowest id there can be in it. */
const firstChunk = (pk: string, from: number): Write => ({
  put: { pk, sk: paddedId(from), entity: 'directory', starts: [from], counts: [1], changes: 1, splits: 0 },
  when: [{ attribute: 'pk', is: 'absent' }],
})

/** The ranges of the chunk were not changed since it was read, so they are still those at their positions. */
const sameRanges = ({ splits }: Item): Condition => ({ attribute: 'splits', is: '=', value: Number(splits) })

/**
 * Makes room where `id` will be counted, if room is scarce; true when the chunk must be read again. Ids are read beside the
 * chunk, not with it: so it must not have changed in any way until the new ranges are written. When it has, the id is counted
 * in the range as it is, and a later one makes room.
 */
const grow = async (table: Table, covering: Covering, counted: Counted, id: number): Promise<boolean> => {
  const { item, chunk } = covering
  const growth = growthFor(chunk, id, item.closedFrom === undefined, counted.rangeSize)
  if (growth === 'none') return false
  const chunks = growth === 'open' ? await opened(table, chunk, counted) : await split(table, covering, counted, id)
  if (!chunks) return true
  const [first, second] = chunks
  const begin = second?.starts[0]
  const own: Write = {
    update: item,
    set: { ...first, ...(begin === undefined ? {} : { closedFrom: begin }) },
    add: { changes: 1, splits: 1 },
    when: [{ attribute: 'changes', is: '=', value: Number(item.changes) }],
  }
  const put = { ...item, ...second, sk: paddedId(begin ?? 0), changes: 0, splits: 0 }
  await table.write(begin === undefined ? [own] : [own, { put, when: [{ attribute: 'pk', is: 'absent' }] }])
  return true
}

/** The chunk with an empty range behind the highest id that there is. */
const opened = async (table: Table, chunk: DirectoryChunk, { items, to }: Counted): Promise<DirectoryChunk[] | undefined> => {
  const [highest] = await table.query({ pk: items, ...upTo(to), descending: true, limit: 1, consistent: true })
  return highest && openRange(chunk, Number(highest.sk) + 1)
}

/** The chunk with the range of `id` split in two; undefined when ids were added or removed while they were read. */
const split = async (
  table: Table,
  { item, chunk }: Covering,
  { items, to: bound }: Counted,
  id: number,
): Promise<DirectoryChunk[] | undefined> => {
  const index = rangeOf(chunk, id)
  // Only the directory writes `closedFrom`: a number.
  const end = chunk.starts[index + 1] ?? (item.closedFrom as number | undefined) ?? bound
  const members = await table.query({ pk: items, from: paddedId(chunk.starts[index] ?? 0), ...upTo(end), consistent: true })
  if (members.length !== chunk.counts[index]) return undefined
  const ids = members.map(({ sk }) => Number(sk))
  return splitRange(chunk, index, ids)
}

/** A stored chunk. The directory is the only writer of these items, so their shape is as written above. */
// Only this file writes chunks, with these types.
const chunkOf = (item: Item): DirectoryChunk => ({ starts: item.starts as number[], counts: item.counts as number[] })
