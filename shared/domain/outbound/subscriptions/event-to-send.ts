import { everywhere } from '../../identity/principals/permission.ts'
import type { Event } from '../../record/events/entity.ts'
import { hiddenChanges, withoutValues } from '../../record/events/hidden-changes.ts'
import { isEventVisible } from '../../record/events/visible.ts'
import type { DeliveryMessage, Subscription } from './entity.ts'

/**
 * Whether a delivery has waited since the fan-out looked at what its administrator may see: it is tried again, or was held. That is
 * looked at again before it is sent.
 */
export const hasWaited = ({ attempt, uncounted }: DeliveryMessage): boolean => attempt > 1 || uncounted !== undefined

/**
 * The event as it is sent: without the values that its administrator was not to see at first, or may not see within `limits`, in
 * which the subscription stands now. Undefined when they may not see it at all any more.
 */
export const eventToSend = (
  message: DeliveryMessage,
  { limits }: { limits?: Subscription['limits'] | undefined },
  event: Event,
): Event | undefined => {
  const hides = message.hides ?? []
  if (!limits || !hasWaited(message)) return withoutValues(event, hides)
  const scope = { ...everywhere, ...limits }
  return isEventVisible(scope)(event) ? withoutValues(event, [...hides, ...hiddenChanges(scope)(event)]) : undefined
}
