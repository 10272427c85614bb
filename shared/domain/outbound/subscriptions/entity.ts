import { z } from 'zod'
import { day, type Instant } from '../../../lib/clock.ts'
import { AccountId, AdministratorId, SubscriptionId } from '../../../lib/ids.ts'
import { Assignments } from '../../identity/administrators/entity.ts'
import { Event } from '../../record/events/entity.ts'

/** The APIs in whose words events can be sent. */
export const SubscriptionDialect = z.enum(['brivo'])
export type SubscriptionDialect = z.infer<typeof SubscriptionDialect>

/**
 * One condition of a subscription: that the site, user or door of an event is the one with the id `value`, or (`not`) is not. For
 * `audit`, `value` is 1 for audit events and 0 for access events.
 */
export const Criterion = z.object({
  id: z.number(),
  field: z.enum(['site', 'user', 'accessPoint', 'audit']),
  operator: z.enum(['is', 'not']),
  value: z.number(),
})
export type Criterion = z.infer<typeof Criterion>
export type CriterionInput = Omit<Criterion, 'id'>

export const maxSubscriptions = 20
export const maxCriteria = 50

/**
 * What a caller says of a subscription; an update says all of it again. Without an `errorEmail` nobody is written to; without
 * criteria every access event is sent.
 */
export type SubscriptionInput = { name: string; url: string; errorEmail: string; criteria: CriterionInput[] }

/**
 * Which events are sent where, in the words of which API. The secrets are sealed text. `clientId` is the application that created
 * it, whose id encrypts the secret word on the wire. `disabled` is set when the receiver said that it is gone, and when the
 * account is closed: what comes then is held. `slowUntil` is set when the receiver was slow to answer: until then its deliveries take the slow lane. `mailedAt` is when
 * its owner was last written to about failures.
 */
export const Subscription = z.object({
  id: SubscriptionId,
  version: z.number(),
  name: z.string(),
  url: z.string(),
  errorEmail: z.string(),
  criteria: z.array(Criterion),
  dialect: SubscriptionDialect,
  clientId: z.string(),
  /** Whose it is: who made it, by a service token too. What they may not see is not sent. */
  administratorId: AdministratorId.optional(),
  /** To what that administrator is limited: it is seen by nobody who has less. Absent when all is assigned to them. */
  limits: Assignments.optional(),
  secretWord: z.string(),
  signingSecret: z.string(),
  disabled: z.object({ at: z.number(), reason: z.string() }).optional(),
  slowUntil: z.number().optional(),
  mailedAt: z.number().optional(),
  createdAt: z.number(),
  updatedAt: z.number(),
})
export type Subscription = z.infer<typeof Subscription>

/** Why a subscription was switched off with its account; one that was is switched on with it. */
export const closedReason = 'The account was closed'

/** How long deliveries are held for a receiver that is switched off. */
export const heldDays = 30
/** When a delivery whose event was stored at `storedAt` has been held for too long. */
export const heldTooLongAt = (storedAt: Instant): Instant => storedAt + heldDays * day

/** What is needed to post to a receiver, and by which lane; its secrets are sealed text. */
export const Receiver = Subscription.pick({ url: true, secretWord: true, signingSecret: true, slowUntil: true })
export type Receiver = z.infer<typeof Receiver>

/** Which event goes to which subscription: the same however often it is worked out. `processedAt` places it in the log. */
const DeliveryIdentity = z.object({
  deliveryId: z.string(),
  accountId: AccountId,
  subscriptionId: SubscriptionId,
  eventUuid: z.string(),
  processedAt: z.number(),
})

/**
 * One attempt at a delivery that is due, as the queue carries it: where the event is stored, and the event itself unless it
 * is large; it is sent in the words of `dialect`, and the changes at the positions `hides` without their values. The first attempt
 * brings the receiver as it was at `readAt`, which spares a read while that is fresh. `uncounted` is how many attempts were made
 * before the delivery was held: it then has twelve more.
 */
export const DeliveryMessage = DeliveryIdentity.extend({
  attempt: z.number(),
  uncounted: z.number().optional(),
  dialect: SubscriptionDialect,
  eventAt: z.object({ pk: z.string(), sk: z.string() }),
  event: Event.optional(),
  hides: z.array(z.number()).optional(),
  receiver: Receiver.extend({ readAt: z.number() }).optional(),
})
export type DeliveryMessage = z.infer<typeof DeliveryMessage>

/**
 * How one attempt ended, `at` its beginning: with the receiver's status, or with the kind of failure that kept it from
 * answering. Only a status of 2xx is a success.
 */
export const Attempt = z.object({
  at: z.number(),
  durationMs: z.number(),
  status: z.number().optional(),
  failure: z.enum(['dns', 'blocked', 'connect', 'tls', 'timeout', 'hangup', 'protocol']).optional(),
})
export type Attempt = z.infer<typeof Attempt>

/** The beginning of what a receiver answered when it did not accept; `truncated` when there was more. */
export const ReceiverAnswer = z.object({ headers: z.record(z.string(), z.string()), body: z.string(), truncated: z.boolean() })
export type ReceiverAnswer = z.infer<typeof ReceiverAnswer>

/**
 * Where a delivery stands. `held`: its receiver is switched off, and the delivery is kept until it is on again. `withheld`: before it
 * was accepted, the administrator of the subscription lost sight of the event, so that it is not sent.
 */
export const DeliveryState = z.enum(['delivered', 'retrying', 'held', 'gave-up', 'withheld'])
export type DeliveryState = z.infer<typeof DeliveryState>

/** One delivery as the log keeps it: `attempt` is the number of the last one made, `attempts` describes each. */
export const Delivery = DeliveryIdentity.omit({ accountId: true }).extend({
  state: DeliveryState,
  attempt: z.number(),
  attempts: z.array(Attempt),
  answer: ReceiverAnswer.optional(),
  nextAttemptAt: z.number().optional(),
})
export type Delivery = z.infer<typeof Delivery>
