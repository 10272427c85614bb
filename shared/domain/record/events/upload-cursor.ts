import type { UploadCursor } from './entity.ts'
import type { ReportedEvent } from './reported.ts'

/** More ranges than this beyond a gap are not kept: the panel is to close its gaps first. */
const maxRanges = 64

/** The first sequence that a reported event accounts for; its own is the last. */
export const firstSequence = (event: ReportedEvent): number => (event.kind === 'lost' ? event.lost.from : event.sequence)

/** Whether everything that the event accounts for is stored. */
export const isCovered = ({ upTo, beyond }: UploadCursor, event: ReportedEvent): boolean => {
  const first = firstSequence(event)
  return event.sequence <= upTo || beyond.some(([from, to]) => from <= first && event.sequence <= to)
}

/**
 * The cursor with a run of events that follow each other, `from` to `to`, stored too. Undefined when that would leave more gaps
 * than are kept: then nothing of the run may be stored, and the panel sends it again.
 */
export const advance = ({ upTo, beyond, revision }: UploadCursor, from: number, to: number): UploadCursor | undefined => {
  const ranges: [number, number][] = [...beyond, [from, to] as [number, number]].sort((one, other) => one[0] - other[0])
  const kept: [number, number][] = []
  let contiguous = upTo
  for (const [start, end] of ranges) {
    const last = kept.at(-1)
    if (start <= contiguous + 1) contiguous = Math.max(contiguous, end)
    else if (last && start <= last[1] + 1) last[1] = Math.max(last[1], end)
    else kept.push([start, end])
  }
  return kept.length > maxRanges ? undefined : { upTo: contiguous, beyond: kept, revision: revision + 1 }
}
