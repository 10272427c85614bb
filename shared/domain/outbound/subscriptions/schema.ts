import { z } from 'zod'
import { AccountId, SubscriptionId } from '../../../lib/ids.ts'
import { plainText } from '../../../lib/text.ts'
import { EventWire } from '../../record/events/wire.ts'

export const CriteriaType = z.enum(['SITE', 'USER', 'ACCESS-POINT', 'AUDIT'])
export type CriteriaType = z.infer<typeof CriteriaType>

/** One condition of a subscription (API document, Create New Event Subscription): `criteriaValue` is an id, or 0 or 1 for AUDIT. */
export const Criterion = z
  .object({
    id: z.number(),
    criteriaType: CriteriaType,
    criteriaOperationType: z.enum(['EQ', 'NE']),
    criteriaValue: z.number(),
  })
  .meta({ id: 'EventSubscriptionCriteria' })
export type Criterion = z.infer<typeof Criterion>

const invalidCriteria = { error: 'Invalid criteria provided' }

/** A criterion as a caller gives it: the value may be text, as clients send ids either way. What it carries besides is ignored. */
export const CriterionInput = z
  .object(
    {
      criteriaType: z.enum(CriteriaType.options, invalidCriteria),
      criteriaOperationType: z.enum(['EQ', 'NE'], invalidCriteria),
      criteriaValue: z
        .union([z.number(), z.string().regex(/^\d{1,16}$/, invalidCriteria)], invalidCriteria)
        .transform(Number)
        .refine((value) => Number.isSafeInteger(value) && value >= 0, invalidCriteria),
    },
    invalidCriteria,
  )
  .refine(({ criteriaType, criteriaValue }) => criteriaType !== 'AUDIT' || criteriaValue <= 1, invalidCriteria)
  .meta({ id: 'EventSubscriptionCriteriaInput' })
export type CriterionInput = z.infer<typeof CriterionInput>

export const maximumSubscriptions = 20
export const maximumCriteria = 50

/** What a caller says of a subscription; an update says all of it again. */
export const SubscriptionInput = z
  .object({
    name: plainText('name', 100),
    url: z.string().trim(),
    /** Nobody is written to without one. */
    errorEmail: z
      .union([z.email().max(254), z.literal('')])
      .nullish()
      .transform((address) => address ?? ''),
    /** Without any, every access event is told. */
    criteria: z
      .array(CriterionInput, invalidCriteria)
      .max(maximumCriteria, { error: `Invalid criteria provided: at most ${maximumCriteria} are allowed` })
      .nullish()
      .transform((criteria) => criteria ?? []),
  })
  .meta({ id: 'EventSubscriptionInput' })
export type SubscriptionInput = z.infer<typeof SubscriptionInput>

/**
 * Whom to tell of which events. The secrets are sealed text. `clientId` is the application that created it, whose id
 * encrypts the secret word on the wire. `disabled` is set when the receiver said that it is gone: what comes then is held.
 * `mailedAt` is when its owner was last written to about failures.
 */
export const Subscription = z.object({
  id: SubscriptionId,
  version: z.number(),
  name: z.string(),
  url: z.string(),
  errorEmail: z.string(),
  criteria: z.array(Criterion),
  clientId: z.string(),
  secretWord: z.string(),
  signingSecret: z.string(),
  disabled: z.object({ at: z.number(), reason: z.string() }).optional(),
  mailedAt: z.number().optional(),
  createdAt: z.number(),
  updatedAt: z.number(),
})
export type Subscription = z.infer<typeof Subscription>

/** What is needed to post to a receiver; its secrets are sealed text. */
export const Receiver = Subscription.pick({ url: true, secretWord: true, signingSecret: true })
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
 * is large. The first attempt brings the receiver as it was at `readAt`, which spares a read while that is fresh.
 */
export const DeliveryMessage = DeliveryIdentity.extend({
  attempt: z.number(),
  eventAt: z.object({ pk: z.string(), sk: z.string() }),
  event: EventWire.optional(),
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

/** Where a delivery stands. `held`: its receiver is switched off, and the delivery is kept so that it can be sent later. */
export const DeliveryState = z.enum(['delivered', 'retrying', 'held', 'gave-up'])
export type DeliveryState = z.infer<typeof DeliveryState>

/** One delivery as the log keeps it: `attempt` is the number of the last one made, `attempts` tells of each. */
export const Delivery = DeliveryIdentity.omit({ accountId: true }).extend({
  state: DeliveryState,
  attempt: z.number(),
  attempts: z.array(Attempt),
  answer: ReceiverAnswer.optional(),
  nextAttemptAt: z.number().optional(),
})
export type Delivery = z.infer<typeof Delivery>
