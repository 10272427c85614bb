import { describe, expect, it } from 'vitest'
import {
  type DirectoryChunk,
  growthFor,
  locate,
  openRange,
  rangeOf,
  rangeSize,
  rangesPerChunk,
  splitRange,
} from '../../shared/lib/directory.ts'

/** Numbers in an order that is nobody's: the same in every run. */
const shuffled = (count: number): number[] => {
  const all = Array.from({ length: count }, (_, index) => 1000 + index * 7)
  let seed = 12345
  for (let last = count - 1; last > 0; last -= 1) {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648
    const other = seed % (last + 1)
    ;[all[last], all[other]] = [all[other] ?? 0, all[last] ?? 0]
  }
  return all
}

/** A directory as the store keeps it, with all ids beside it. */
const modelOf = () => {
  let chunks: DirectoryChunk[] = []
  const ids: number[] = []
  let highest = 0
  const between = (from: number, to: number) => ids.filter((id) => id >= from && id < to)
  const positionOf = (id: number) => {
    const after = chunks.findIndex((chunk) => (chunk.starts[0] ?? 0) > id)
    return after === -1 ? chunks.length - 1 : Math.max(0, after - 1)
  }
  const add = (id: number) => {
    const position = positionOf(id)
    const chunk = chunks[position]
    const growth = chunk ? growthFor(chunk, id, position === chunks.length - 1) : 'none'
    if (chunk && growth === 'open') chunks = chunks.toSpliced(position, 1, ...openRange(chunk, highest + 1))
    if (chunk && growth === 'split') {
      const index = rangeOf(chunk, id)
      const end = chunk.starts[index + 1] ?? chunks[position + 1]?.starts[0] ?? Number.POSITIVE_INFINITY
      const inRange = between(chunk.starts[index] ?? 0, end).sort((a, b) => a - b)
      expect(inRange).toHaveLength(chunk.counts[index] ?? 0)
      chunks = chunks.toSpliced(position, 1, ...splitRange(chunk, index, inRange))
    }
    count(id)
  }
  const count = (id: number) => {
    const chunk = chunks[positionOf(id)]
    if (!chunk) chunks = [{ starts: [0], counts: [1] }]
    else {
      const index = rangeOf(chunk, id)
      chunk.counts[index] = (chunk.counts[index] ?? 0) + 1
    }
    highest = Math.max(highest, id)
    ids.push(id)
  }
  return { add, chunks: () => chunks, ids }
}

describe('a directory of ids', () => {
  it.each([
    ['in order', (ids: number[]) => ids.sort((a, b) => a - b)],
    ['in reverse', (ids: number[]) => ids.sort((a, b) => b - a)],
    ['in any order', (ids: number[]) => ids],
  ])('that arrive %s keeps ranges and chunks small, and finds every offset', (_name, ordered) => {
    const model = modelOf()
    for (const id of ordered(shuffled(40_000))) model.add(id)
    const chunks = model.chunks()
    const sorted = model.ids.sort((a, b) => a - b)
    expect(Math.max(...chunks.flatMap(({ counts }) => counts))).toBeLessThanOrEqual(2 * rangeSize)
    expect(Math.max(...chunks.map(({ starts }) => starts.length))).toBeLessThanOrEqual(rangesPerChunk)
    expect(chunks.length).toBeGreaterThan(1)
    for (let offset = 0; offset < sorted.length; offset += 307) {
      const { count, start } = locate(chunks, offset)
      expect(count).toBe(sorted.length)
      const first = sorted.filter((id) => id >= (start?.fromId ?? 0))[start?.skip ?? 0]
      expect(first).toBe(sorted[offset])
    }
    for (const chunk of chunks) {
      for (const start of chunk.starts) expect(chunk.starts[rangeOf(chunk, start)]).toBe(start)
    }
  })
})
