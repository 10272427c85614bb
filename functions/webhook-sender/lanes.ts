import type { DeliveryQueue } from '../../shared/adapters/delivery-queue.ts'
import type { Deps } from '../../shared/domain/deps.ts'
import type { Attempt, DeliveryMessage, Receiver } from '../../shared/domain/outbound/subscriptions/entity.ts'
import { isWorthMarking, type Lane, laneOf, slowUntilAfter } from '../../shared/domain/outbound/subscriptions/lane.ts'
import type { Instant } from '../../shared/lib/clock.ts'
import { describeError, log } from '../../shared/lib/log.ts'
import type { Seen } from './seen.ts'

export type LaneDeps = Pick<Deps, 'subscriptions' | 'now'> & { queue: DeliveryQueue; seen: Seen }

/** The lane that a batch came by. A queue's name ends both its ARN and its URL. */
export const laneOfSource = (queueArn: string, slowQueueUrl: string): Lane =>
  queueArn.split(':').at(-1) === slowQueueUrl.split('/').at(-1) ? 'slow' : 'fast'

/** Until when a receiver is slow, by all that is known here. */
const knownSlowUntil = (
  { seen }: LaneDeps,
  { accountId }: DeliveryMessage,
  { url, slowUntil }: Receiver,
): Instant | undefined => {
  const seenHere = seen.slowUntil(accountId, url)
  return seenHere !== undefined && seenHere > (slowUntil ?? 0) ? seenHere : slowUntil
}

/** Whether an attempt is not made in the fast lane: its receiver is slow, or its account has too many unanswered posts here. */
export const belongsInSlowLane = (deps: LaneDeps, message: DeliveryMessage, receiver: Receiver): boolean =>
  laneOf({ slowUntil: knownSlowUntil(deps, message, receiver) }, deps.now()) === 'slow' || deps.seen.isCrowded(message.accountId)

/** Puts the same attempt in the queue of the slow lane. Throws when it is not taken, which leaves the message where it was. */
export const moveToSlowLane = async (deps: LaneDeps, { receiver: _, ...message }: DeliveryMessage): Promise<void> => {
  const refused = await deps.queue.send([{ message, lane: 'slow' }])
  if (refused.length > 0) throw new Error('The slow lane did not take the attempt')
}

/**
 * Remembers a receiver whose attempt was slow, and gives back the receiver as it is known then. Does not throw: a mark that is
 * not written is written after the next slow attempt.
 */
export const markIfSlow = async (
  deps: LaneDeps,
  message: DeliveryMessage,
  receiver: Receiver,
  attempt: Attempt,
): Promise<Receiver> => {
  const { accountId, subscriptionId } = message
  const known = knownSlowUntil(deps, message, receiver)
  const slowUntil = slowUntilAfter(attempt, deps.now())
  if (slowUntil === undefined || !isWorthMarking(known, slowUntil)) return { ...receiver, slowUntil: known }
  // first here: the other posts of the batch end at the same time
  deps.seen.setSlow(accountId, receiver.url, slowUntil)
  try {
    await deps.subscriptions.markSlow(accountId, subscriptionId, receiver.url, slowUntil)
  } catch (thrown) {
    log('warn', 'a slow receiver was not marked', { accountId, subscriptionId, ...describeError(thrown) })
  }
  return { ...receiver, slowUntil }
}
