import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { emptyCursor, type UploadCursor } from '../../../../shared/domain/record/events/entity.ts'
import type { ReportedEvent } from '../../../../shared/domain/record/events/reported.ts'
import { advance, isCovered } from '../../../../shared/domain/record/events/upload-cursor.ts'

const at = (sequence: number) => ({ kind: 'door', sequence }) as ReportedEvent
const lost = (from: number, to: number) => ({ kind: 'lost', sequence: to, lost: { from, to } }) as ReportedEvent
const cursorAfter = (...runs: [number, number][]): UploadCursor =>
  runs.reduce<UploadCursor>((cursor, [from, to]) => advance(cursor, from, to) ?? cursor, emptyCursor)

describe('the cursor of an upload', () => {
  it('acknowledges up to the first gap, and knows what came beyond it', () => {
    const cursor = cursorAfter([1, 5], [8, 9])
    expect(cursor).toMatchObject({ upTo: 5, beyond: [[8, 9]] })
    expect([5, 6, 7, 8, 9, 10].map((sequence) => isCovered(cursor, at(sequence)))).toEqual([
      true,
      false,
      false,
      true,
      true,
      false,
    ])
  })

  it('joins what a back-fill closes', () => {
    expect(cursorAfter([8, 9], [11, 12], [1, 7])).toMatchObject({ upTo: 9, beyond: [[11, 12]] })
    expect(cursorAfter([8, 9], [11, 12], [1, 7], [9, 11])).toMatchObject({ upTo: 12, beyond: [] })
  })

  it('takes a record of lost events for all that it names', () => {
    const cursor = cursorAfter([4, 6])
    expect(isCovered(cursor, lost(4, 6))).toBe(true)
    expect(isCovered(cursor, lost(1, 6))).toBe(false)
  })

  it('is refused when it would keep more than 64 gaps', () => {
    const runs = Array.from({ length: 64 }, (_, index): [number, number] => [10 * (index + 1), 10 * (index + 1)])
    const cursor = cursorAfter(...runs)
    expect(cursor.beyond).toHaveLength(64)
    expect(advance(cursor, 5_000, 5_000)).toBeUndefined()
    expect(advance(cursor, 1, 9)).toMatchObject({ upTo: 10 })
  })

  it('covers exactly what was stored, in whatever order it came', () => {
    const run = fc.tuple(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 0, max: 6 }))
    fc.assert(
      fc.property(fc.array(run, { maxLength: 30 }), (runs) => {
        const cursor = cursorAfter(...runs.map(([from, more]): [number, number] => [from, from + more]))
        const stored = new Set(runs.flatMap(([from, more]) => Array.from({ length: more + 1 }, (_, index) => from + index)))
        for (let sequence = 1; sequence <= 60; sequence += 1) {
          expect(isCovered(cursor, at(sequence))).toBe(stored.has(sequence))
        }
        let contiguous = 0
        while (stored.has(contiguous + 1)) contiguous += 1
        expect(cursor.upTo).toBe(contiguous)
      }),
    )
  })
})
