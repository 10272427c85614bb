import { z } from 'zod'
import { Address, AddressLine } from '../../../../shared/dialects/brivo/sites/inputs.ts'
import { getAccount } from '../../../../shared/domain/places/accounts/retrieve.ts'
import type { Account } from '../../../../shared/domain/places/accounts/schema.ts'
import { type AccountSummary, summarizeAccount } from '../../../../shared/domain/places/accounts/summary.ts'
import { omitEmpty } from '../../../../shared/lib/defined.ts'
import { AccountId } from '../../../../shared/lib/ids.ts'
import type { ApiDeps } from '../../env.ts'
import { reply } from '../../reply.ts'
import { on, route } from '../../route.ts'
import { errors, json } from '../../wire.ts'

const AccountParams = z.object({ accountId: AccountId })
/** Whom to call about an account (API document, Account Retrieval). */
const Contact = Address.extend({
  firstName: AddressLine.optional(),
  lastName: AddressLine.optional(),
  email: AddressLine.optional(),
}).meta({ id: 'Contact' })
const AccountWire = z
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
const accountWire = ({ id, name, accountNumber, accountType, contact, masterAdmin }: Account): z.infer<typeof AccountWire> =>
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
const SummaryWire = z.record(z.enum(counts), z.number()).meta({ id: 'AccountSummary' })

/** The document's list of fields has `panelOffline`, its example `panelsOffline`: clients read one or the other. */
const summaryWire = (summary: AccountSummary): z.infer<typeof SummaryWire> => ({
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

const summary = route('get', '/summary', {
  operationId: 'getAccountSummary',
  permission: 'accounts:view',
  responses: { 200: json('How much the account has of everything', SummaryWire), ...errors(403) },
})

const retrieve = route('get', '/{accountId}', {
  operationId: 'getAccount',
  permission: 'accounts:view',
  request: { params: AccountParams },
  responses: { 200: json('The account', AccountWire), ...errors(400, 403, 404) },
})

/** `/v1/api/accounts` */
export const accountRoutes = (deps: ApiDeps<'accounts' | 'panels' | 'users'>) => [
  on(summary, async (c) => reply(c, await summarizeAccount(deps, c.var.principal), summaryWire)),
  on(retrieve, async (c) => reply(c, await getAccount(deps, c.var.principal, c.req.valid('param').accountId), accountWire)),
]
