import type { Instant } from '../../../lib/clock.ts'
import type { Attempt, Delivery, DeliveryMessage, ReceiverAnswer } from './entity.ts'
import { planRetry } from './plan-retry.ts'

/** How an attempt ended; what the receiver said is there unless it accepted. */
export type Posted = { attempt: Attempt; answer?: ReceiverAnswer; retryAfter?: string }

/** What follows an attempt: the log's new state, and what is to be done about it. `retry` is due after `delayMs`. */
export type Settled =
  | { kind: 'delivered' | 'gave-up'; delivery: Delivery }
  | { kind: 'gone'; delivery: Delivery; next: DeliveryMessage }
  | { kind: 'retry'; delivery: Delivery; next: DeliveryMessage; delayMs: number }

/**
 * Decides what an attempt comes to. Only 2xx is a success; 410 says that the receiver is gone for good, so that its
 * subscription is switched off and the delivery held; anything else is tried again until the attempts are used up.
 * `before` is the delivery as the log had it.
 */
export const settle = (
  message: DeliveryMessage,
  before: Delivery | undefined,
  { attempt, answer, retryAfter }: Posted,
  { now, jitter }: { now: Instant; jitter: number },
): Settled => {
  const { status } = attempt
  const made: Omit<Delivery, 'state'> = {
    ...identityOf(message),
    attempt: message.attempt,
    attempts: [...(before?.attempts ?? []), attempt],
    ...(answer ? { answer } : {}),
  }
  if (status !== undefined && status >= 200 && status < 300)
    return { kind: 'delivered', delivery: { ...made, state: 'delivered' } }
  const { receiver: _, ...rest } = message
  const next = { ...rest, attempt: message.attempt + 1 }
  if (status === 410) return { kind: 'gone', delivery: { ...made, state: 'held' }, next }
  const counted = message.attempt - (message.uncounted ?? 0)
  const plan = planRetry({ attempt: counted, now, jitter, status, retryAfter })
  if (plan.kind === 'give-up') return { kind: 'gave-up', delivery: { ...made, state: 'gave-up' } }
  return {
    kind: 'retry',
    delivery: { ...made, state: 'retrying', nextAttemptAt: now + plan.delayMs },
    next,
    delayMs: plan.delayMs,
  }
}

/** A delivery whose attempt is not made: why, and what was recorded of it before. */
export const untried = (
  message: DeliveryMessage,
  before: Delivery | undefined,
  state: 'held' | 'gave-up' | 'withheld',
): Delivery => ({
  ...identityOf(message),
  state,
  attempt: message.attempt - 1,
  attempts: before?.attempts ?? [],
  ...(before?.answer ? { answer: before.answer } : {}),
})

/**
 * Whether an attempt was made already, or is not needed any more. The next attempt is always put in the queue before an attempt
 * is recorded, so nothing hangs on a message that says this again.
 */
export const isRepeat = ({ attempt }: DeliveryMessage, before: Delivery | undefined): boolean =>
  before !== undefined && (finalStates.includes(before.state) || before.attempt >= attempt)

const finalStates: readonly Delivery['state'][] = ['delivered', 'gave-up', 'withheld']

const identityOf = ({ deliveryId, subscriptionId, eventUuid, processedAt }: DeliveryMessage) => ({
  deliveryId,
  subscriptionId,
  eventUuid,
  processedAt,
})
