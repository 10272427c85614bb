import { z } from 'zod'
import type { Account } from '../../../domain/places/accounts/entity.ts'
import type { AccountSummary } from '../../../domain/places/accounts/summary.ts'
import { omitEmpty } from '../../../lib/defined.ts'
import { Address, AddressLine } from '../sites/inputs.ts'

/** Whom to call about an account (API document, Account Retrieval). */
const Contact = Address.extend({
  firstName: AddressLine.optional(),
  lastName: AddressLine.optional(),
  email: AddressLine.optional(),
}).meta({ id: 'Contact' })
export const AccountWire = z
  .object({
    id: z.number(),
    name: z.string(),
    accountNumber: z.string(),
    accountType: z.string(),
    contact: Contact.optional(),
    masterAdmin: z.object({ username: z.string(), firstName: z.string(), lastName: z.string() }).optional(),
  })
  .meta({ id: 'Account' })

/** An account as its retrieval answers it (API document, Account Retrieval). */
export const accountWire = ({
  id,
  name,
  accountNumber,
  accountType,
  contact,
  masterAdmin,
}: Account): z.infer<typeof AccountWire> =>
  omitEmpty({
    id,
    name,
    accountNumber,
    accountType,
    ...(contact ? { contact: omitEmpty(contact) } : {}),
    ...(masterAdmin
      ? {
          masterAdmin: {
            username: masterAdmin.username,
            firstName: masterAdmin.firstName,
            lastName: masterAdmin.lastName,
          },
        }
      : {}),
  })

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
