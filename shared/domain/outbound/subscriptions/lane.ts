import { type Instant, minute, second } from '../../../lib/clock.ts'
import type { Attempt, Receiver } from './entity.ts'

/** The two queues of deliveries: `slow` is for receivers that keep us waiting, so that they hold no place in `fast`. */
export type Lane = 'fast' | 'slow'

/** A receiver that takes longer than this to answer is slow. */
export const slowAfterMs = second
/** The longest that an attempt of the fast lane may wait for an answer; the slow lane waits as long as the documents promise. */
export const fastLimitMs = 3 * second
/** How long a receiver stays slow after an attempt that was slow, or had no answer. It then returns to the fast lane. */
const slowForMs = 2 * minute
const silentForMs = 10 * minute

/** So many unanswered posts of one account are enough. */
const crowdedAt = 4

/** The lane for the deliveries of a receiver, as it was read. */
export const laneOf = ({ slowUntil }: Pick<Receiver, 'slowUntil'>, now: Instant): Lane =>
  slowUntil !== undefined && slowUntil > now ? 'slow' : 'fast'

/**
 * Until when a receiver is slow after an attempt. Undefined when the attempt was fast, which does not make the receiver fast at
 * once: one that answers every other post would hold places in the fast lane for most of the time.
 */
export const slowUntilAfter = ({ failure, durationMs }: Attempt, now: Instant): Instant | undefined => {
  if (failure === 'timeout') return now + silentForMs
  return durationMs > slowAfterMs ? now + slowForMs : undefined
}

/** Whether it is time to write a later `slowUntil`: not at each slow attempt, since a busy receiver has many. */
export const isWorthMarking = (known: Instant | undefined, slowUntil: Instant): boolean =>
  known === undefined || known < slowUntil - minute

/**
 * Whether an attempt is made again in the slow lane, under the same number: the fast lane did not wait as long as a receiver
 * may take.
 */
export const isMovedAfter = (lane: Lane, { failure }: Attempt): boolean => lane === 'fast' && failure === 'timeout'

/** Whether an account keeps the sender waiting by so many posts, begun at these instants, that its next ones take the slow lane. */
export const isCrowded = (unansweredSince: Iterable<Instant>, now: Instant): boolean =>
  [...unansweredSince].filter((since) => now - since > slowAfterMs).length >= crowdedAt
