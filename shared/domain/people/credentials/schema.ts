import { z } from 'zod'
import { CredentialId, fromDigits, UserId } from '../../../lib/ids.ts'
import { TextOrNumber } from '../../../lib/text-or-number.ts'
import { parseInstant } from '../../../lib/wire-time.ts'

const longestReference = 100
const mostFields = 20

/** A text that may be left out; an empty one is none. */
const OptionalText = TextOrNumber.nullish()
  .transform((given) => (given === undefined || given === null ? undefined : String(given).trim() || undefined))
  .meta({ type: 'string' })

/** The number of a format, or of one of its fields. */
const NumberOfList = z.preprocess(fromDigits, z.number({ error: 'Invalid input: expected a whole number' }).int())

/**
 * Body of Create New Credential: the bits, or the values of the format's fields; the bits count when both are given. Without a
 * reference id the card number stands for it.
 */
export const CredentialInput = z
  .object({
    credentialFormat: z.object({ id: NumberOfList }),
    referenceId: OptionalText.refine((text) => text === undefined || text.length <= longestReference, {
      error: `Invalid value for 'referenceId': it is longer than ${longestReference} characters`,
    }),
    encodedCredential: z
      .string()
      .trim()
      .nullish()
      .transform((text) => text || undefined),
    size: z
      .number()
      .int()
      .nullish()
      .transform((size) => size ?? undefined),
    fieldValues: z
      .array(
        z.object({
          id: NumberOfList,
          value: TextOrNumber.transform((value) => String(value).trim()),
        }),
      )
      .max(mostFields)
      .nullish()
      .transform((values) => values ?? []),
    credentialUsedWithOfflineLocks: z.boolean().nullish(),
  })
  .meta({ id: 'CredentialInput' })
export type CredentialInput = z.infer<typeof CredentialInput>

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
export type EffectiveDates = z.infer<typeof EffectiveDates>

/**
 * A card or the like. `encoded` is its bits as lower-case hexadecimal without leading zeros, `bits` how many they are, where
 * that is known. Assigned to a user it is valid from `effectiveFrom` until `effectiveTo` (epoch milliseconds).
 */
export const Credential = z.object({
  id: CredentialId,
  version: z.number(),
  formatId: z.number(),
  referenceId: z.string().optional(),
  encoded: z.string(),
  bits: z.number().optional(),
  fields: z.array(z.object({ id: z.number(), value: z.string() })),
  /** The value of the facility code among `fields`, for filtered listings. */
  facilityCode: z.string().optional(),
  usedWithOfflineLocks: z.boolean().optional(),
  userId: UserId.optional(),
  effectiveFrom: z.number().optional(),
  effectiveTo: z.number().optional(),
  createdAt: z.number(),
  updatedAt: z.number(),
})
export type Credential = z.infer<typeof Credential>

/** The part of a credential that filtered listings read. `facility` is the value of its facility code, where it has one. */
export type CredentialFind = { reference?: string; facility?: string; userId?: number; from?: number; to?: number }
