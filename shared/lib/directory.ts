/**
 * A directory counts the ids of a collection in ranges, so that the count of the whole and the place of any offset are
 * known without reading the members. A chunk holds up to 64 ranges; range i begins at `starts[i]`, holds `counts[i]` ids and
 * ends where the next begins. Ids of entities are added at the end almost always, since they sort by creation; those of a
 * group's members anywhere.
 */
export type DirectoryChunk = { starts: number[]; counts: number[] }

/** Enough ids for a range, unless a collection has another size: few enough to skip through, many enough to keep the directory small. */
export const rangeSize = 256
export const rangesPerChunk = 64

/** The range of a chunk that an id falls in. */
export const rangeOf = (chunk: DirectoryChunk, id: number): number => {
  const after = chunk.starts.findIndex((start) => start > id)
  return after === -1 ? chunk.starts.length - 1 : Math.max(0, after - 1)
}

/**
 * What should be done before `id` is counted in its range: nothing; open an empty range behind the last one, which is full; or
 * split a range that has twice as many ids as `enough`, since they came out of order. Counting goes on meanwhile, so neither has to
 * be done at once.
 */
export const growthFor = (
  chunk: DirectoryChunk,
  id: number,
  isLastChunk: boolean,
  enough = rangeSize,
): 'none' | 'open' | 'split' => {
  const index = rangeOf(chunk, id)
  const size = chunk.counts[index] ?? 0
  if (size >= 2 * enough) return 'split'
  return isLastChunk && index === chunk.starts.length - 1 && size >= enough ? 'open' : 'none'
}

/** A chunk with an empty range that begins at `start`, behind all ids that there are; as a second chunk when the first is full. */
export const openRange = (chunk: DirectoryChunk, start: number): DirectoryChunk[] =>
  chunk.starts.length < rangesPerChunk
    ? [{ starts: [...chunk.starts, start], counts: [...chunk.counts, 0] }]
    : [chunk, { starts: [start], counts: [0] }]

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
  }
  const cut = Math.floor(split.starts.length / 2)
  if (split.starts.length <= rangesPerChunk) return [split]
  return [
    { starts: split.starts.slice(0, cut), counts: split.counts.slice(0, cut) },
    { starts: split.starts.slice(cut), counts: split.counts.slice(cut) },
  ]
}

/**
 * The count of the whole; and where a page begins: in the range from id `fromId` (inclusive) to `toId` (exclusive, absent for
 * the last range), which holds `size` ids, after `skip` of them. It ends before the id `endId`, absent when it ends in the last
 * range. No start when the offset is past the end.
 */
export type Location = { count: number; start?: { fromId: number; toId?: number; size: number; skip: number; endId?: number } }

/** The count of all ids, and where the `pageSize` ids from offset `offset` on lie. */
export const locate = (chunks: DirectoryChunk[], offset: number, pageSize = 0): Location => {
  const ranges = chunks.flatMap((chunk) => chunk.starts.map((start, index) => ({ start, size: chunk.counts[index] ?? 0 })))
  let count = 0
  let start: Location['start']
  for (const [index, range] of ranges.entries()) {
    if (start && start.endId === undefined && offset + pageSize <= count) start.endId = range.start
    if (!start && offset < count + range.size) {
      const toId = ranges[index + 1]?.start
      start = { fromId: range.start, size: range.size, skip: offset - count, ...(toId === undefined ? {} : { toId }) }
    }
    count += range.size
  }
  return start ? { count, start } : { count }
}
