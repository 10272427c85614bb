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

/** No more of a value than helps. */
const shown = (input: unknown): string => `'${String(typeof input === 'object' ? 'an object' : input).slice(0, 60)}'`

/** The document's one sentence, and which field of a criterion is wrong with what value. */
const invalid = (field: string, expected: string) => ({
  error: ({ input }: { input?: unknown }): string =>
    `Invalid criteria provided: ${input === undefined ? 'there is' : `${shown(input)} is`} no value for '${field}'; expected ${expected}`,
})

const anId = invalid('criteriaValue', 'an id, or 0 or 1 for AUDIT')

/** A criterion as a caller gives it: the value may be text, as clients send ids either way. Any other field is ignored. */
const CriterionBody = z
  .object(
    {
      criteriaType: z.enum(CriteriaType.options, invalid('criteriaType', CriteriaType.options.join(', '))),
      criteriaOperationType: z.enum(['EQ', 'NE'], invalid('criteriaOperationType', 'EQ or NE')),
      criteriaValue: z
        .union([z.number(), z.string().regex(/^\d{1,16}$/, anId)], anId)
        .transform(Number)
        .refine((value) => Number.isSafeInteger(value) && value >= 0, anId),
    },
    { error: 'Invalid criteria provided: expected objects' },
  )
  .refine(({ criteriaType, criteriaValue }) => criteriaType !== 'AUDIT' || criteriaValue <= 1, {
    error: "Invalid criteria provided: no value for 'criteriaValue' of AUDIT; expected 0 or 1",
  })
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
      .array(CriterionBody, { error: "Invalid criteria provided: 'criteria' is a list" })
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
