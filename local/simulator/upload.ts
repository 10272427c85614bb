import { type Instant, second } from '../../shared/lib/clock.ts'
import { maxEventsPerMessage, type PanelEvent } from '../../shared/panel-protocol/events.ts'
import type { EventBuffer } from './buffer.ts'

/** Room for the rest of the message below the limit of 128 KB. */
const maxBytes = 120 * 1_024
const maxInFlight = 4
/** Long enough for a cloud that cannot store anything, and short enough that events are not late when it can. */
const maxStallMs = 10 * second

/**
 * Which events go to the cloud next. Live ones first: those that came since the connection did. Then the back-fill, in order
 * and one message at a time. What was sent and not acknowledged is sent again, with the same sequences. Pure: the time is an argument.
 */
export type Uploader = ReturnType<typeof createUploader>

/** `bufferNow` gives the buffer of now: a wiped panel has another. `ackTimeoutMs`: how long to wait before sending again. */
export const createUploader = (bufferNow: () => EventBuffer, ackTimeoutMs: number) => {
  /** Below `boundary` is back-fill, sent up to `cursor`; from it on events are live, sent up to `liveFrom`. */
  let cursor = 1
  let boundary = 1
  let liveFrom = 1
  let inFlight: { sentAt: Instant; isBackfill: boolean }[] = []
  let stalls = 0
  let stalledUntil: Instant = 0

  const rewind = () => {
    cursor = bufferNow().ackedUpTo() + 1
    boundary = bufferNow().nextSequence()
    liveFrom = boundary
    inFlight = []
  }

  // Sent, answered, and still not stored: the cloud must have a reason, so each further try waits longer than the last.
  const stall = (now: Instant) => {
    rewind()
    stalledUntil = stalls === 0 ? now : now + Math.min(maxStallMs, second * 2 ** (stalls - 1))
    stalls += 1
  }

  const take = (from: number, now: Instant, before?: number): PanelEvent[] | undefined => {
    const limits = { count: maxEventsPerMessage, bytes: maxBytes }
    const events = bufferNow().run(from, before === undefined ? limits : { ...limits, before })
    if (events.length === 0) return undefined
    inFlight.push({ sentAt: now, isBackfill: before !== undefined })
    return events
  }

  return {
    /** A connection is there; what an older one left in flight is back-fill now. */
    connected() {
      rewind()
      stalls = 0
      stalledUntil = 0
    },
    /** An acknowledgement came, and the buffer was informed; `progress` is the buffer's answer. */
    acked(progress: boolean) {
      inFlight.shift()
      if (!progress) return
      stalls = 0
      stalledUntil = 0
    },
    /** The next message's events, or undefined while there is nothing to send or something to wait for. */
    next(now: Instant): PanelEvent[] | undefined {
      const oldest = inFlight[0]
      if (oldest && now - oldest.sentAt >= ackTimeoutMs) stall(now)
      if (inFlight.length >= maxInFlight) return undefined
      if (liveFrom < bufferNow().nextSequence()) {
        const live = take(liveFrom, now)
        liveFrom = (live?.at(-1)?.sequence ?? bufferNow().nextSequence() - 1) + 1
        if (live) return live
      }
      cursor = Math.max(cursor, bufferNow().ackedUpTo() + 1)
      if (inFlight.length === 0 && cursor >= boundary && bufferNow().ackedUpTo() + 1 < bufferNow().nextSequence()) stall(now)
      if (now < stalledUntil || cursor >= boundary || inFlight.some((sent) => sent.isBackfill)) return undefined
      const backfill = take(cursor, now, boundary)
      cursor = (backfill?.at(-1)?.sequence ?? boundary - 1) + 1
      return backfill
    },
    /** When `next` is worth asking again though nothing happened; undefined: not before something does. */
    wakeAt(): Instant | undefined {
      const oldest = inFlight[0]
      if (oldest) return oldest.sentAt + ackTimeoutMs
      return bufferNow().ackedUpTo() + 1 < bufferNow().nextSequence() ? stalledUntil : undefined
    },
  }
}
