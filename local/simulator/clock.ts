import { type Clock, type Instant, second } from '../../shared/lib/clock.ts'

/** A clock further off than this is not trusted with momentary commands. */
export const clockToleranceMs = 5 * second
/** An answer that took longer says too little about the time. */
const maxRoundTripMs = 10 * second

/**
 * A panel's clock. It corrects itself by what the cloud says, unless it is skewed on purpose: then it shows the wrong time
 * until the skew is set back to 0, and the panel knows that it is wrong.
 */
export type PanelClock = ReturnType<typeof createPanelClock>

export const createPanelClock = (wall: Clock) => {
  let skewMs = 0
  // Both are the cloud's time less `wall`. The coarse one comes from a refusal's `Date` and only helps to connect.
  let offsetMs: number | undefined
  let coarseOffsetMs: number | undefined

  /** The panel's time: what its events carry, and what `notAfter` is compared with. */
  const now = (): Instant => wall() + (skewMs === 0 ? (offsetMs ?? 0) : skewMs)
  /** The panel's best guess of the cloud's time, however wrong its own clock is: what its assertions carry. */
  const cloudNow = (): Instant => wall() + (offsetMs ?? coarseOffsetMs ?? skewMs)
  /** True when the panel knows the cloud's time and its own clock agrees with it to 5 seconds. */
  const isSynchronized = (): boolean => offsetMs !== undefined && Math.abs(now() - cloudNow()) <= clockToleranceMs

  return {
    now,
    cloudNow,
    isSynchronized,
    wall,
    /** The cloud said its time in the answer to what was sent at `sentAt` by `wall`: it was that time half a round trip ago. */
    learn(cloudAt: Instant, sentAt: Instant) {
      const receivedAt = wall()
      if (receivedAt - sentAt > maxRoundTripMs) return
      offsetMs = Math.round(cloudAt - (sentAt + receivedAt) / 2)
    },
    /** The cloud's time from a `Date` header, to the second. */
    learnCoarsely(cloudAt: Instant) {
      coarseOffsetMs = cloudAt - wall()
    },
    /** Sets the fault: the clock is this far from the machine's; 0 ends it. */
    skew(offsetSeconds: number) {
      skewMs = Math.round(offsetSeconds * second)
    },
    skewSeconds: () => skewMs / second,
  }
}
