import { z } from 'zod'
import type { Administrator } from '../../../domain/identity/administrators/entity.ts'
import type { Principal } from '../../../domain/identity/principals/principal.ts'
import type { ListedAdministrator } from '../../../domain/places/accounts/administrators.ts'
import type { Account, Contact as AccountContact } from '../../../domain/places/accounts/entity.ts'
import type { AccountSummary } from '../../../domain/places/accounts/summary.ts'
import { omitEmpty } from '../../../lib/defined.ts'
import { Address, AddressLine } from '../sites/inputs.ts'
import { formatInstant } from '../wire-time.ts'

/** Whom to call about an account (API document, Account Retrieval). */
const Contact = Address.extend({
  firstName: AddressLine.optional(),
  lastName: AddressLine.optional(),
  email: AddressLine.optional(),
  notes: z.string().optional().meta({ description: 'Shown to a CSR only' }),
}).meta({ id: 'Contact' })

const MasterAdmin = z.object({ username: z.string(), firstName: z.string(), lastName: z.string() })
export const AccountListed = z
  .object({
    id: z.number(),
    name: z.string(),
    accountNumber: z.string(),
    accountType: z.string(),
    masterAdmin: MasterAdmin.optional(),
    closed: z.string().optional().meta({ description: 'When the account was closed; only a closed one has it' }),
  })
  .meta({ id: 'AccountListed' })
export const AccountWire = AccountListed.extend({
  description: z.string().optional(),
  contact: Contact.optional(),
  emergency: Contact.optional(),
  billing: Contact.optional(),
}).meta({ id: 'Account' })
export const AccountUpdated = AccountWire.extend({
  masterAdmin: MasterAdmin.extend({ email: z.string().optional() }).optional(),
}).meta({ id: 'AccountUpdated' })

/** An account as the listing answers it (API document, Account Listing). */
export const accountListed = ({
  id,
  name,
  accountNumber,
  accountType,
  masterAdmin,
  closedAt,
}: Account): z.infer<typeof AccountListed> => ({
  id,
  name,
  accountNumber,
  accountType,
  ...(masterAdmin
    ? { masterAdmin: { username: masterAdmin.username, firstName: masterAdmin.firstName, lastName: masterAdmin.lastName } }
    : {}),
  ...(closedAt === undefined ? {} : { closed: formatInstant(closedAt) }),
})

/** An account as its retrieval answers `reader` (API document, Account Retrieval). */
export const accountWire = (account: Account, reader: Principal): z.infer<typeof AccountWire> => {
  const contacts = (['contact', 'emergency', 'billing'] as const).flatMap((field) => {
    const contact = account[field]
    return contact ? [[field, contactWire(contact, reader)] as const] : []
  })
  return omitEmpty({
    ...accountListed(account),
    ...(account.description ? { description: account.description } : {}),
    ...Object.fromEntries(contacts),
  })
}

const contactWire = ({ notes, ...lines }: AccountContact, reader: Principal) =>
  omitEmpty({ ...lines, ...(notes && isCsr(reader) ? { notes } : {}) })

const isCsr = (reader: Principal) => reader.kind === 'administrator' && reader.type === 'CSR'

/** An account as its update answers it: its owner has an address there (API document, Update Account). */
export const accountUpdated = (
  account: Account,
  reader: Principal,
  owner: Pick<Administrator, 'email'> | undefined,
): z.infer<typeof AccountUpdated> => {
  const { masterAdmin, ...shown } = accountWire(account, reader)
  return { ...shown, ...(masterAdmin ? { masterAdmin: { ...masterAdmin, ...(owner ? { email: owner.email } : {}) } } : {}) }
}

export const AccountAdministrator = z
  .object({
    id: z.number(),
    username: z.string(),
    firstName: z.string(),
    lastName: z.string(),
    email: z.string(),
    timezone: z.string(),
    owner: z.boolean(),
  })
  .meta({ id: 'AccountAdministrator' })

/** An administrator as the listing for an account answers it (API document, Administrator Listing for an account). */
export const accountAdministrator = ({
  administrator: { id, username, firstName, lastName, email, timezone },
  owner,
}: ListedAdministrator): z.infer<typeof AccountAdministrator> => ({ id, username, firstName, lastName, email, timezone, owner })

const counts = [
  'doorCount',
  'activeUserCount',
  'panelCount',
  'cameraCount',
  'panelOffline',
  'panelsOffline',
  'siteCount',
  'administratorCount',
  'credentialCount',
] as const
export const SummaryWire = z.record(z.enum(counts), z.number()).meta({ id: 'AccountSummary' })

/** The document's list of fields has `panelOffline`, its example `panelsOffline`: clients read one or the other. */
export const summaryWire = (summary: AccountSummary): z.infer<typeof SummaryWire> => ({
  doorCount: summary.doors,
  activeUserCount: summary.activeUsers,
  panelCount: summary.panels,
  cameraCount: summary.cameras,
  panelOffline: summary.panelsOffline,
  panelsOffline: summary.panelsOffline,
  siteCount: summary.sites,
  administratorCount: summary.administrators,
  credentialCount: summary.credentials,
})
