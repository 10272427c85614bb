import { createHash } from 'node:crypto'
import type { Instant } from '../../../lib/clock.ts'
import type { AccountId } from '../../../lib/ids.ts'
import { everywhere } from '../../identity/principals/permission.ts'
import type { Event } from '../../record/events/entity.ts'
import { hiddenChanges } from '../../record/events/hidden-changes.ts'
import type { DeliveryMessage, Subscription } from './entity.ts'
import { matches } from './match.ts'

/** A stored event, and the key it is stored under. */
export type StoredEvent = { accountId: AccountId; event: Event; at: { pk: string; sk: string } }

/** An event whose JSON is larger than this is read from the table when it is sent: the queue bills by 64 KB. */
const maxCarriedBytes = 48_000

/** The first attempt of one delivery for each subscription that the event matches, as the subscriptions were at `readAt`. */
export const deliveriesOf = (
  { accountId, event, at }: StoredEvent,
  subscriptions: readonly Subscription[],
  readAt: Instant,
): DeliveryMessage[] => {
  const wanted = subscriptions.filter((subscription) => matches(subscription, event))
  if (wanted.length === 0) return []
  const carried = Buffer.byteLength(JSON.stringify(event)) <= maxCarriedBytes ? { event } : {}
  return wanted.map(({ id, url, dialect, secretWord, signingSecret, slowUntil, disabled, limits }) => ({
    deliveryId: deliveryIdOf(event.uuid, id),
    accountId,
    subscriptionId: id,
    eventUuid: event.uuid,
    processedAt: event.processedAt,
    attempt: 1,
    dialect,
    eventAt: at,
    ...carried,
    ...hiding(event, limits),
    ...(disabled ? {} : { receiver: { url, secretWord, signingSecret, slowUntil, readAt } }),
  }))
}

/** What of the event is not for the maker of a subscription. */
const hiding = (event: Event, limits: Subscription['limits']): Pick<DeliveryMessage, 'hides'> => {
  const hides = limits ? hiddenChanges({ ...everywhere, ...limits })(event) : []
  return hides.length > 0 ? { hides } : {}
}

/** The id of the delivery of an event to a subscription, known without asking: a repeat of it is seen to be one. */
export const deliveryIdOf = (eventUuid: string, subscriptionId: number): string =>
  `msg_${createHash('sha256').update(`${eventUuid}:${subscriptionId}`).digest('hex').slice(0, 32)}`
