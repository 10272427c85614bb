import { z } from 'zod'
import { definedOf } from '../../../lib/defined.ts'
import { AccountId, AdministratorId } from '../../../lib/ids.ts'
import { Address } from '../sites/entity.ts'

/** Whom to call about an account. */
export const Contact = Address.extend({
  firstName: z.string().optional(),
  lastName: z.string().optional(),
  email: z.string().optional(),
  /** Written and read by a CSR only. */
  notes: z.string().optional(),
})
export type Contact = z.infer<typeof Contact>

/** What an account may set for itself. */
export const AccountSettings = z.object({
  /** The name of credential format 100; deployments differ in it, and clients look the format up by name. */
  format100Name: z.string().optional(),
  /** How many phones' keys, wallet passes and Allegion credentials may be assigned at a time. */
  allotments: z
    .object({ mobilePasses: z.number().int(), walletPasses: z.number().int(), allegion: z.number().int() })
    .partial()
    .optional(),
  /** Whether people may take their mobile pass to another phone. */
  passTransfer: z.boolean().optional(),
  /** How many applications there may be. */
  applications: z.number().int().optional(),
  /** The fewest digits of a new PIN. */
  pinLength: z.number().int().optional(),
})
export type AccountSettings = z.infer<typeof AccountSettings>

/** A tenant. A dealer owns customers; `dealerId` is the dealer that owns this one. */
export const Account = z.object({
  id: AccountId,
  version: z.number(),
  kind: z.enum(['dealer', 'customer']),
  dealerId: AccountId.optional(),
  name: z.string(),
  description: z.string().optional(),
  accountNumber: z.string(),
  accountType: z.literal('ONAIR'),
  contact: Contact.optional(),
  /** Of a dealer's account only. */
  emergency: Contact.optional(),
  billing: Contact.optional(),
  /** The administrator who owns the account, kept here so that retrieving an account is one read. */
  masterAdmin: z
    .object({ id: AdministratorId, username: z.string(), firstName: z.string(), lastName: z.string(), timezone: z.string() })
    .optional(),
  settings: AccountSettings,
  createdAt: z.number(),
  updatedAt: z.number(),
  /** Since when it is closed; absent while it is open. */
  closedAt: z.number().optional(),
})
export type Account = z.infer<typeof Account>

/** Whether anybody may act in an account. */
export const isOpen = (account: Pick<Account, 'closedAt'> | undefined): boolean =>
  account !== undefined && account.closedAt === undefined

/** The size of an allotment where an account does not set it. */
const defaultAllotment = 500

/** How many of each may be assigned at a time in this account. */
export const allotmentsOf = (account: Pick<Account, 'settings'> | undefined) => ({
  mobilePasses: defaultAllotment,
  walletPasses: defaultAllotment,
  allegion: defaultAllotment,
  ...definedOf(account?.settings.allotments ?? {}),
})

const defaultApplicationLimit = 50

/** How many applications there may be in this account. */
export const applicationLimitOf = (account: Pick<Account, 'settings'> | undefined): number =>
  account?.settings.applications ?? defaultApplicationLimit

/** What people say of an account; an update replaces all of it. */
export type AccountDetails = Pick<Account, 'name' | 'description' | 'contact' | 'emergency' | 'billing'>

/** What an account may ask of a PIN: as many digits as those have that the cloud draws, at most. */
export const pinDigits = { min: 4, max: 6 } as const

/** The fewest digits of a new PIN in this account. */
export const pinLengthOf = (account: Pick<Account, 'settings'> | undefined): number =>
  account?.settings.pinLength ?? pinDigits.min

/** Whether people of this account may take their mobile pass to another phone. */
export const passTransferOf = (account: Pick<Account, 'settings'> | undefined): boolean => account?.settings.passTransfer ?? true

const defaultFormat100Name = 'Standard 26 Bit'

/** What credential format 100 is called in this account. */
export const format100NameOf = (account: Pick<Account, 'settings'> | undefined): string =>
  account?.settings.format100Name ?? defaultFormat100Name
