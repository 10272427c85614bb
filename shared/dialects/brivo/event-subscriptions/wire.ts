import { z } from 'zod'
import type { Criterion, Subscription } from '../../../domain/outbound/subscriptions/entity.ts'
import { formatInstant } from '../wire-time.ts'

export const CriteriaType = z.enum(['SITE', 'USER', 'ACCESS-POINT', 'AUDIT'])

const criteriaTypes = {
  site: 'SITE',
  user: 'USER',
  accessPoint: 'ACCESS-POINT',
  audit: 'AUDIT',
} as const satisfies Record<Criterion['field'], z.infer<typeof CriteriaType>>

/** One condition of a subscription (API document, Create New Event Subscription): `criteriaValue` is an id, or 0 or 1 for AUDIT. */
export const CriterionWire = z
  .object({
    id: z.number(),
    criteriaType: CriteriaType,
    criteriaOperationType: z.enum(['EQ', 'NE']),
    criteriaValue: z.number(),
  })
  .meta({ id: 'EventSubscriptionCriteria' })
type CriterionWire = z.infer<typeof CriterionWire>

export const criterionWire = ({ id, field, operator, value }: Criterion): CriterionWire => ({
  id,
  criteriaType: criteriaTypes[field],
  criteriaOperationType: operator === 'is' ? 'EQ' : 'NE',
  criteriaValue: value,
})

/** `disabled` is there only while a subscription is switched off, and says since when and why. */
export const SubscriptionListed = z
  .object({
    id: z.number(),
    name: z.string(),
    url: z.string(),
    errorEmail: z.string().optional(),
    criteria: z.array(CriterionWire),
    disabled: z.object({ since: z.string(), reason: z.string() }).optional(),
  })
  .meta({ id: 'EventSubscriptionListed' })
export const SubscriptionWire = SubscriptionListed.extend({ encryptedSecretWord: z.string() }).meta({ id: 'EventSubscription' })
export const SubscriptionCreated = SubscriptionWire.extend({ signingSecret: z.string() }).meta({ id: 'EventSubscriptionCreated' })

/** A subscription as listings answer it (API document, Event Subscription Listing). */
export const subscriptionListed = ({
  id,
  name,
  url,
  errorEmail,
  criteria,
  disabled,
}: Subscription): z.infer<typeof SubscriptionListed> => ({
  id,
  name,
  url,
  ...(errorEmail ? { errorEmail } : {}),
  criteria: criteria.map(criterionWire),
  ...(disabled ? { disabled: { since: formatInstant(disabled.at), reason: disabled.reason } } : {}),
})
/** A subscription as its retrieval answers it. `encryptedSecretWord` is the text of the secret word, as `encryptSecretWord` makes it. */
export const subscriptionWire = (subscription: Subscription, encryptedSecretWord: string): z.infer<typeof SubscriptionWire> => ({
  ...subscriptionListed(subscription),
  encryptedSecretWord,
})
