/**
 * A directory counts the ids of a collection in ranges, so that the count of the whole and the place of any offset are
 * known without reading the members. A chunk holds up to 64 ranges; range i begins at `starts[i]`, holds `counts[i]` ids and
 * ends where the next begins. Ids of entities are added at the end almost always, since they sort by creation; those of a
 * group's members anywhere.
 */
export type DirectoryChunk = { starts: number[]; counts: number[]; lastId: number }

/** A range that is this full is followed by a new one: few enough to skip through, many enough to keep the directory small. */
export const rangeSize = 256
export const rangesPerChunk = 64

/** Ids that arrive out of order fill ranges that others follow; one that is this full is split in two. */
const fullRange = 2 * rangeSize

/** What adding an id does to the last chunk: count it in range `index`, open a range there, or open a chunk. */
export type Placement = { kind: 'count'; index: number } | { kind: 'range'; index: number } | { kind: 'chunk' }

/** Where a new id belongs, given the chunk whose ranges cover it; undefined when no chunk exists yet. */
export const placeId = (chunk: DirectoryChunk | undefined, id: number): Placement => {
  if (!chunk) return { kind: 'chunk' }
  const index = rangeOf(chunk, id)
  const last = chunk.starts.length - 1
  const roomInLast = (chunk.counts[last] ?? 0) < rangeSize
  if (index < last || roomInLast || id <= chunk.lastId) return { kind: 'count', index }
  return chunk.starts.length < rangesPerChunk ? { kind: 'range', index: last + 1 } : { kind: 'chunk' }
}

/** The range of a chunk that an id falls in. */
export const rangeOf = (chunk: DirectoryChunk, id: number): number => {
  const after = chunk.starts.findIndex((start) => start > id)
  return after === -1 ? chunk.starts.length - 1 : Math.max(0, after - 1)
}

/** The range of a chunk that would take `id` though it is full already. */
export const fullRangeFor = (chunk: DirectoryChunk, id: number): number | undefined => {
  const index = rangeOf(chunk, id)
  return id <= chunk.lastId && (chunk.counts[index] ?? 0) >= fullRange ? index : undefined
}

/**
 * A chunk whose range `index` is split in its middle: `ids` are all that it holds, in order. A chunk that has too many ranges
 * then becomes two; the first is closed where the second begins.
 */
export const splitRange = (chunk: DirectoryChunk, index: number, ids: readonly number[]): DirectoryChunk[] => {
  const half = Math.floor(ids.length / 2)
  const middle = ids[half]
  if (middle === undefined) return [chunk]
  const split: DirectoryChunk = {
    starts: chunk.starts.toSpliced(index + 1, 0, middle),
    counts: chunk.counts.toSpliced(index, 1, half, ids.length - half),
    lastId: chunk.lastId,
  }
  const cut = Math.floor(split.starts.length / 2)
  const secondStart = split.starts[cut]
  if (split.starts.length <= rangesPerChunk || secondStart === undefined) return [split]
  return [
    { starts: split.starts.slice(0, cut), counts: split.counts.slice(0, cut), lastId: secondStart - 1 },
    { starts: split.starts.slice(cut), counts: split.counts.slice(cut), lastId: split.lastId },
  ]
}

/**
 * The count of the whole; and where a page begins: in the range from id `fromId` (inclusive) to `toId` (exclusive, absent for
 * the last range), which holds `size` ids, after `skip` of them. No start when the offset is past the end.
 */
export type Location = { count: number; start?: { fromId: number; toId?: number; size: number; skip: number } }

/** The count of all ids, and where offset `offset` lies. */
export const locate = (chunks: DirectoryChunk[], offset: number): Location => {
  const ranges = chunks.flatMap((chunk) => chunk.starts.map((start, index) => ({ start, size: chunk.counts[index] ?? 0 })))
  let count = 0
  let start: Location['start']
  for (const [index, range] of ranges.entries()) {
    if (!start && offset < count + range.size) {
      const toId = ranges[index + 1]?.start
      start = { fromId: range.start, size: range.size, skip: offset - count, ...(toId === undefined ? {} : { toId }) }
    }
    count += range.size
  }
  return start ? { count, start } : { count }
}
