import { day, type Instant } from '../../../lib/clock.ts'
import { type DeliveryMessage, heldDays, heldTooLongAt, type Subscription } from './entity.ts'

const heldMs = heldDays * day

/** How often what is held for a receiver that stays off is looked through for what is too old. */
const lookEveryMs = 7 * day

/** A fifth of the 50 webhooks a second that one receiver is thought to take, so that what happens now has the rest. */
const releasedPerSecond = 10
/** What a tick releases of one subscription: as much as is sent until the next one. */
export const releasedAtOnce = 60 * releasedPerSecond

/** How many seconds the queue keeps the delivery at this place among those that are released at once. */
export const releaseDelaySeconds = (place: number): number => Math.floor(place / releasedPerSecond)

/** A delivery as it is held. The attempts that were made do not count any more; the event is read again when it is sent. */
export const asHeld = ({ event: _, receiver: __, ...message }: DeliveryMessage): DeliveryMessage => ({
  ...message,
  uncounted: message.attempt - 1,
})

/** Whether a delivery was held for so long that it is not made any more. */
export const isTooOld = ({ processedAt, uncounted }: Pick<DeliveryMessage, 'processedAt' | 'uncounted'>, now: Instant): boolean =>
  uncounted !== undefined && heldTooLongAt(processedAt) <= now

/**
 * What is to be done with the deliveries that are held for a subscription: `send` all of them; `give-up` those stored by
 * `storedBy`, and look again at `nextLookAt`; `end` all, as it is deleted; or `wait`.
 */
export type HeldPlan = { kind: 'send' | 'end' | 'wait' } | { kind: 'give-up'; storedBy: Instant; nextLookAt: Instant }

/** Decides what is to be done with the deliveries that are held for a subscription, which is undefined when it is deleted. */
export const planHeld = (subscription: Pick<Subscription, 'disabled'> | undefined, now: Instant): HeldPlan => {
  if (!subscription) return { kind: 'end' }
  if (!subscription.disabled) return { kind: 'send' }
  const first = heldTooLongAt(subscription.disabled.at)
  if (now < first) return { kind: 'wait' }
  const looks = Math.floor((now - first) / lookEveryMs) + 1
  return { kind: 'give-up', storedBy: now - heldMs, nextLookAt: first + looks * lookEveryMs }
}
