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

/** What a credential is. A PIN belongs to its user's own item; `pinOf` shows it as a credential. */
export const CredentialKind = z.enum([
  'card',
  'virtual_card',
  'pin',
  'qr',
  'switch_code',
  'finger',
  'mobile_key',
  'plate',
  'touch_pass',
])
export type CredentialKind = z.infer<typeof CredentialKind>

/** What a reader can say that it read. What is typed has a place of its own, since it may come beside a credential. */
export const PresentedKind = CredentialKind.exclude(['pin', 'switch_code'])
export type PresentedKind = z.infer<typeof PresentedKind>

/** Kinds that share their values: a phone's card is read like a card, and PINs and switch codes are typed at one keypad. */
const families = {
  card: 'card',
  virtual_card: 'card',
  pin: 'code',
  switch_code: 'code',
  qr: 'qr',
  finger: 'finger',
  mobile_key: 'mobile_key',
  plate: 'plate',
  touch_pass: 'touch_pass',
} as const satisfies Record<CredentialKind, string>
export type CredentialFamily = (typeof families)[CredentialKind]
export const familyOf = (kind: CredentialKind): CredentialFamily => families[kind]

/** Only an `active` credential opens a door; a `pending` one is in stock or being enrolled. */
export const CredentialState = z.enum(['active', 'suspended', 'lost', 'pending'])
export type CredentialState = z.infer<typeof CredentialState>

/** Which relays of a door a credential switches; the first where it says nothing. */
export const Relays = z.enum(['first', 'second', 'all'])
export type Relays = z.infer<typeof Relays>

/** How a credential may be used, besides when and by whom: what panels are told of it. */
export const CredentialUse = z.object({
  /** How often it may still open a door; no limit when it is left out. */
  passesLeft: z.number().int().nonnegative().optional(),
  relays: Relays.optional(),
  /** Its use raises a silent alarm. */
  alarm: z.boolean().optional(),
})
export type CredentialUse = z.infer<typeof CredentialUse>

const common = {
  ...CredentialUse.shape,
  id: CredentialId,
  version: z.number(),
  /** What is compared with what a reader reads, in the form of `comparedValue`. */
  encoded: z.string(),
  /** What an API calls it by, where that is not its id. */
  token: z.string().optional(),
  referenceId: z.string().optional(),
  state: CredentialState,
  userId: UserId.optional(),
  effectiveFrom: z.number().optional(),
  effectiveTo: z.number().optional(),
  createdAt: z.number(),
  updatedAt: z.number(),
}

/** A card, or a phone that is read like one: `encoded` is its bits in hexadecimal, `bits` how many they are, where that is known. */
export const CardCredential = z.object({
  ...common,
  kind: z.literal(['card', 'virtual_card']),
  formatId: z.number(),
  bits: z.number().optional(),
  fields: z.array(z.object({ id: z.number(), value: z.string() })),
  /** The value of the facility code among `fields`, for filtered listings. */
  facilityCode: z.string().optional(),
  usedWithOfflineLocks: z.boolean().optional(),
})
export type CardCredential = z.infer<typeof CardCredential>

/** Anything else that a reader compares as it is: digits, a plate, the name of a finger or of a phone's key. */
export const ValueCredential = z.object({
  ...common,
  kind: z.literal(['pin', 'qr', 'switch_code', 'finger', 'mobile_key', 'plate', 'touch_pass']),
})

/** What somebody opens doors with. Assigned to a user it is valid from `effectiveFrom` until `effectiveTo` (epoch milliseconds). */
export const Credential = z.discriminatedUnion('kind', [CardCredential, ValueCredential])
export type Credential = z.infer<typeof Credential>

export const isCard = (credential: Credential): credential is CardCredential => familyOf(credential.kind) === 'card'

/** The part of a credential that filtered listings read. `facility` is the value of its facility code, where it has one. */
export type CredentialFind = { reference?: string; facility?: string; userId?: number; from?: number; to?: number }
