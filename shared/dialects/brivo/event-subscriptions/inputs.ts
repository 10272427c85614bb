import { z } from 'zod'
import {
  type Criterion,
  type CriterionInput,
  maxCriteria,
  type SubscriptionInput,
} from '../../../domain/outbound/subscriptions/entity.ts'
import { plainText } from '../../../lib/text.ts'
import { CriteriaType } from './wire.ts'

const fields = {
  SITE: 'site',
  USER: 'user',
  'ACCESS-POINT': 'accessPoint',
  AUDIT: 'audit',
} as const satisfies Record<z.infer<typeof CriteriaType>, Criterion['field']>

const invalidCriteria = { error: 'Invalid criteria provided' }

/** A criterion as a caller gives it: the value may be text, as clients send ids either way. Any other field is ignored. */
const CriterionBody = z
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

/** Body of Create New and Update Event Subscription. */
export const SubscriptionBody = z
  .object({
    name: plainText('name', 100),
    url: z.string().trim(),
    errorEmail: z
      .union([z.email().max(254), z.literal('')])
      .nullish()
      .transform((address) => address ?? ''),
    criteria: z
      .array(CriterionBody, invalidCriteria)
      .max(maxCriteria, { error: `Invalid criteria provided: at most ${maxCriteria} are allowed` })
      .nullish()
      .transform((criteria) => criteria ?? []),
  })
  .meta({ id: 'EventSubscriptionInput' })

/** A body in our types. */
export const subscriptionInput = ({ criteria, ...rest }: z.infer<typeof SubscriptionBody>): SubscriptionInput => ({
  ...rest,
  criteria: criteria.map(
    ({ criteriaType, criteriaOperationType, criteriaValue }): CriterionInput => ({
      field: fields[criteriaType],
      operator: criteriaOperationType === 'EQ' ? 'is' : 'not',
      value: criteriaValue,
    }),
  ),
})
