import { firstSequenceOf, type LostEvent, type PanelEvent } from '../../shared/panel-protocol/events.ts'

/** Events that a panel keeps for the cloud at least; beyond it the oldest are dropped, and a record of that is kept. */
export const bufferLimit = 100_000

/** The events that the cloud has not acknowledged, oldest first, each numbered in the panel's epoch. Pure: no I/O, no clock. */
export type EventBuffer = ReturnType<typeof createBuffer>

export const createBuffer = (limit: number = bufferLimit) => {
  let events: PanelEvent[] = []
  // The front of `events` that is gone already; cut off now and then, so that dropping one of 100,000 is cheap.
  let head = 0
  let lost: LostEvent | undefined
  let ackedUpTo = 0
  let lastSequence = 0

  const forgetFront = (count: number) => {
    head += count
    if (head > 1_000 && head * 2 > events.length) {
      events = events.slice(head)
      head = 0
    }
  }

  const dropOldest = () => {
    const oldest = events[head]
    if (!oldest) return
    const from = Math.max(lost?.lost.from ?? oldest.sequence, ackedUpTo + 1)
    lost = lostRecord(from, oldest)
    forgetFront(1)
  }

  return {
    /** Takes one event, or a record of lost ones. Its sequence is `nextSequence()` when it is new; a known sequence is replaced. */
    add(event: PanelEvent) {
      if (event.sequence <= ackedUpTo) return
      lastSequence = Math.max(lastSequence, event.sequence)
      if (event.kind === 'lost') {
        lost = event
        return
      }
      const newest = events.length > head ? events.at(-1) : undefined
      const known = newest ? events.length - 1 - (newest.sequence - event.sequence) : events.length
      if (known < head) return
      events[Math.min(known, events.length)] = event
      if (events.length - head > limit) dropOldest()
    },
    /** Forgets what the cloud has stored. False when the acknowledgement says nothing new, or more than was ever numbered. */
    ack(upTo: number): boolean {
      if (upTo <= ackedUpTo || upTo > lastSequence) return false
      ackedUpTo = upTo
      let count = 0
      while ((events[head + count]?.sequence ?? Number.POSITIVE_INFINITY) <= upTo) count += 1
      forgetFront(count)
      if (lost && lost.lost.to <= upTo) lost = undefined
      else if (lost && lost.lost.from <= upTo) lost = { ...lost, lost: { from: upTo + 1, to: lost.lost.to } }
      return true
    },
    /** The unacknowledged events from `from` on, in order and without a gap, as many as fit; a lost range comes first, whole. */
    run(from: number, maximum: { count: number; bytes: number; before?: number }): PanelEvent[] {
      const found: PanelEvent[] = []
      let bytes = 0
      const fits = (event: PanelEvent) => {
        bytes += Buffer.byteLength(JSON.stringify(event)) + 1
        if (found.length >= maximum.count || (found.length > 0 && bytes > maximum.bytes)) return false
        found.push(event)
        return true
      }
      if (lost && from <= lost.lost.to && !fits(lost)) return found
      const start = Math.max(from, (found[0]?.sequence ?? 0) + 1)
      const first = events[head]
      if (!first) return found
      for (let index = head + Math.max(0, start - firstSequenceOf(first)); index < events.length; index += 1) {
        const event = events[index]
        if (!event || event.sequence >= (maximum.before ?? Number.POSITIVE_INFINITY) || !fits(event)) break
      }
      return found
    },
    /** Goes on numbering after `upTo`, all of it acknowledged: what a store remembers of events that it no longer holds. */
    resume(upTo: number) {
      ackedUpTo = Math.max(ackedUpTo, upTo)
      lastSequence = Math.max(lastSequence, upTo)
    },
    nextSequence: () => lastSequence + 1,
    ackedUpTo: () => ackedUpTo,
    /** Events held, without those that were dropped. */
    size: () => events.length - head,
    lost: () => lost?.lost,
    /** Everything held, in order: what a store must keep. */
    all: (): PanelEvent[] => [...(lost ? [lost] : []), ...events.slice(head)],
  }
}

const lostRecord = (from: number, { sequence, occurredAt, configVersion, clockQuality }: PanelEvent): LostEvent => ({
  kind: 'lost',
  sequence,
  lost: { from, to: sequence },
  reason: 'buffer_overrun',
  occurredAt,
  configVersion,
  clockQuality,
})
