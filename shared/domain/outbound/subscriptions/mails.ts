import type { Mail } from '../../../lib/mail.ts'
import { type Delivery, type DeliveryMessage, heldDays, type Subscription } from './entity.ts'

/** The mail that a delivery was given up after its last attempt. */
export const gaveUpMail = ({ name, url, errorEmail }: Subscription, { deliveryId, attempts, eventUuid }: Delivery): Mail => ({
  to: errorEmail,
  subject: `Events do not reach ${oneLine(name)}`,
  text: [
    `The receiver of the event subscription "${name}" has not accepted an event in ${attempts.length} attempts over three days.`,
    `We do not try this event again; later events are still sent.`,
    '',
    `Receiver: ${url}`,
    `Last outcome: ${outcomeText(attempts.at(-1))}`,
    `Event: ${eventUuid}`,
    `Delivery: ${deliveryId}`,
    '',
    'You get at most one such mail in an hour for each subscription.',
  ].join('\n'),
})

/** The mail that a subscription was switched off since its receiver answered 410. */
export const switchedOffMail = ({ name, url, errorEmail }: Subscription): Mail => ({
  to: errorEmail,
  subject: `The event subscription ${oneLine(name)} is switched off`,
  text: [
    `The receiver of the event subscription "${name}" answered 410 Gone, so we send it nothing more.`,
    'Update the subscription to switch it on again, with the address of a receiver that is there.',
    `Until then we hold its events, each for ${heldDays} days, and send them when it is on again.`,
    '',
    `Receiver: ${url}`,
  ].join('\n'),
})

/** The mail that an event was given up since the subscription was off for too long. */
export const heldTooLongMail = ({ name, url, errorEmail }: Subscription, { deliveryId, eventUuid }: DeliveryMessage): Mail => ({
  to: errorEmail,
  subject: `Events of ${oneLine(name)} are given up`,
  text: [
    `The event subscription "${name}" was switched off for so long that events are given up: we hold each for ${heldDays} days.`,
    'Later events are sent when the subscription is switched on again.',
    '',
    `Receiver: ${url}`,
    `Event: ${eventUuid}`,
    `Delivery: ${deliveryId}`,
    '',
    'There may be more such events. You get at most one such mail in an hour for each subscription.',
  ].join('\n'),
})

/** A subject must stay one header line. */
const oneLine = (text: string): string => text.replace(/\s+/g, ' ')

const outcomeText = (attempt: Delivery['attempts'][number] | undefined): string =>
  attempt?.status === undefined ? `no answer (${attempt?.failure ?? 'unknown'})` : `status ${attempt.status}`
