import { z } from 'zod'
import type { AssignmentDates } from '../../../domain/people/credentials/assign.ts'
import type { CreateCredential } from '../../../domain/people/credentials/create.ts'
import { definedOf } from '../../../lib/defined.ts'
import { fromDigits } from '../../../lib/ids.ts'
import { plainText } from '../../../lib/text.ts'
import { OptionalFlag, TextOrNumber } from '../values.ts'
import { parseInstant } from '../wire-time.ts'

const maxReferenceLength = 100
const maxFields = 20

const WholeNumber = z.preprocess(fromDigits, z.number({ error: 'Invalid input: expected a whole number' }).int())
const Value = TextOrNumber.transform((value) => String(value).trim())

/** A label of any kind, or the card number; an empty one is none. */
const ReferenceId = TextOrNumber.nullish()
  .transform((given) => (given === undefined || given === null ? '' : String(given)))
  .pipe(plainText('referenceId', maxReferenceLength, { min: 0 }))
  .transform((text) => text || undefined)
  .meta({ type: 'string' })

/** Body of Create New Credential. */
export const CredentialInput = z
  .object({
    credentialFormat: z.object({ id: WholeNumber }),
    referenceId: ReferenceId,
    encodedCredential: z
      .string()
      .trim()
      .nullish()
      .transform((text) => text || undefined),
    size: z
      .preprocess(fromDigits, z.number().int().nullish())
      .transform((size) => size ?? undefined)
      .meta({ type: ['integer', 'null'] }),
    fieldValues: z
      .array(z.object({ id: WholeNumber, value: Value }))
      .max(maxFields)
      .nullish()
      .transform((values) => values ?? []),
    credentialUsedWithOfflineLocks: OptionalFlag,
  })
  .meta({ id: 'CredentialInput' })

/** What a body of Create New Credential asks for: the encoded credential is used if both are given, and the field values are not. */
export const createCredentialOf = (body: z.infer<typeof CredentialInput>): CreateCredential => ({
  formatId: body.credentialFormat.id,
  value: body.encodedCredential === undefined ? { fields: body.fieldValues } : { encoded: body.encodedCredential },
  ...definedOf({
    bits: body.size,
    referenceId: body.referenceId,
    usedWithOfflineLocks: body.credentialUsedWithOfflineLocks,
  }),
})

const date = (field: string) =>
  z
    .string()
    .nullish()
    .transform((text, context): number | null | undefined => {
      if (text === undefined) return undefined
      if (text === null || text.trim() === '') return null
      const at = parseInstant(text)
      if (at !== undefined) return at
      context.addIssue({
        code: 'custom',
        message: `Invalid value '${text.slice(0, 60)}' for '${field}': it is not an ISO 8601 date-time`,
      })
      return z.NEVER
    })
    .meta({ type: 'string', format: 'date-time' })

/** Body of Assign Credential and Dates: any ISO 8601 date-time or bare date, to epoch milliseconds. */
export const EffectiveDates = z
  .object({ effectiveFrom: date('effectiveFrom'), effectiveTo: date('effectiveTo') })
  .meta({ id: 'EffectiveDateRange' })

/** What a body of Assign Credential and Dates asks for: `null` for both is the same as no body, so an end is taken away only beside a beginning. */
export const assignmentDatesOf = ({ effectiveFrom, effectiveTo }: z.infer<typeof EffectiveDates>): AssignmentDates =>
  definedOf({
    effectiveFrom: effectiveFrom ?? undefined,
    effectiveTo: typeof effectiveFrom === 'number' ? effectiveTo : (effectiveTo ?? undefined),
  })

/** Body of Create New EEN License Plate Credential. */
export const PlateInput = EffectiveDates.extend({
  referenceId: plainText('referenceId', maxReferenceLength, { missing: 'ReferenceId not provided' }),
}).meta({ id: 'LicensePlateInput' })
