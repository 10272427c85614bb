import { z } from 'zod'
import { CredentialId, UserId } from '../../../lib/ids.ts'

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
  'face',
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
  face: 'face',
} as const satisfies Record<CredentialKind, string>
export type CredentialFamily = (typeof families)[CredentialKind]
export const familyOf = (kind: CredentialKind): CredentialFamily => families[kind]

/** Only an `active` credential opens a door; a `pending` one is in stock, being enrolled, or waits for consent. */
export const CredentialState = z.enum(['active', 'suspended', 'lost', 'pending'])
export type CredentialState = z.infer<typeof CredentialState>

/** Which relays of a door a credential switches; the first where it says nothing. */
export const Relays = z.enum(['first', 'second', 'all'])
export type Relays = z.infer<typeof Relays>

/** How a credential may be used, besides when and by whom: what panels know of it. */
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

/**
 * Anything else that a reader compares as it is: digits, a plate, the name of a finger, of a face or of a phone's key. `walletPass`
 * says of a phone's key that the phone's wallet holds it too; `consent` of a face by which link its person may consent, and until when
 * (epoch milliseconds).
 */
export const ValueCredential = z.object({
  ...common,
  walletPass: z.boolean().optional(),
  consent: z.object({ digest: z.string(), until: z.number() }).optional(),
  kind: z.literal(['pin', 'qr', 'switch_code', 'finger', 'mobile_key', 'plate', 'touch_pass', 'face']),
})
export type ValueCredential = z.infer<typeof ValueCredential>

/** What somebody opens doors with. Assigned to a user it is valid from `effectiveFrom` until `effectiveTo` (epoch milliseconds). */
export const Credential = z.discriminatedUnion('kind', [CardCredential, ValueCredential])
export type Credential = z.infer<typeof Credential>

/** Whether a credential, or a part of one, is a card. */
export const isCard = <Part extends Pick<Credential, 'kind'>>(
  credential: Part,
): credential is Extract<Part, Pick<CardCredential, 'kind'>> => familyOf(credential.kind) === 'card'

/** The part of a credential that filtered listings read. `facility` is the value of its facility code, where it has one. */
export type CredentialFind = { reference?: string; facility?: string; userId?: number; from?: number; to?: number }
