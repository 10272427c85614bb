import type { AccountId } from '../../../lib/ids.ts'
import { err, ok, type Result } from '../../../lib/result.ts'
import { raced } from '../../../lib/retry.ts'
import { untilFirst } from '../../change.ts'
import type { ChangedMeanwhile, NotFound } from '../../common-errors.ts'
import type { Deps } from '../../deps.ts'
import type { AdministratorPrincipal } from '../../identity/principals/principal.ts'
import { type AuditObject, auditEvent, propertyChanges } from '../../record/events/audit.ts'
import { type Account, type AccountDetails, Contact, isOpen } from './entity.ts'
import type { AccountChangeDenied, AccountClosed, ContactMissing } from './errors.ts'
import { contacts, notesChanged } from './notes.ts'
import { getAccount, isDealersAdministrator } from './retrieve.ts'

/** What an audit event says of an account. */
export const accountAsObject = ({ id, name }: Account): AuditObject => ({ id, name, kind: 'account' })

const properties = ['name', 'description', 'contact', 'emergency', 'billing'] as const

/**
 * Replaces what is known of an account (API document, Update Account). Only people of the dealer who owns it may: a dealer's own
 * account is theirs too, and must have an emergency and a billing contact. Notes are changed by a CSR only.
 */
export const updateAccount = async (
  deps: Pick<Deps, 'accounts' | 'now' | 'newUuid' | 'pause'>,
  principal: AdministratorPrincipal,
  accountId: AccountId,
  wanted: AccountDetails,
): Promise<Result<Account, AccountChangeDenied | AccountClosed | ContactMissing | NotFound<'account'> | ChangedMeanwhile>> =>
  untilFirst(deps, 'account', async () => {
    const found = await getAccount(deps, principal, accountId)
    if (!found.ok) return found
    const account = found.value
    if (!isDealersAdministrator(principal)) return err({ kind: 'account_change_denied' })
    if (!isOpen(account)) return err({ kind: 'account_closed' })
    const missing = account.kind === 'dealer' && (['emergency', 'billing'] as const).find((field) => !wanted[field])
    if (missing) return err({ kind: 'contact_missing', contact: missing })
    const details = withNotes(account, wanted)
    if (principal.type !== 'CSR' && notesChanged(account, details)) return err({ kind: 'account_change_denied' })
    const now = deps.now()
    const next = { ...withoutDetails(account), ...details, version: account.version + 1, updatedAt: now }
    const changes = propertyChanges(account, next, properties)
    if (changes.length === 0) return ok(account)
    const event = auditEvent({ now, uuid: deps.newUuid() }, principal, 'account.updated', accountAsObject(next), changes)
    return (await deps.accounts.replace(account, next, event)).ok ? ok(next) : raced
  })

const withoutDetails = ({ description: _, contact: __, emergency: ___, billing: ____, ...kept }: Account) => kept

/** A contact whose notes are left out keeps those that it has: an update by somebody who does not see them must not drop them. */
const withNotes = (account: Account, wanted: AccountDetails): AccountDetails => {
  const kept = contacts.flatMap((field): [string, Contact][] => {
    const contact = wanted[field]
    if (!contact) return []
    const notes = contact.notes ?? account[field]?.notes
    // Parsed, so that its lines are in the order of those stored, and equal contacts are equal texts.
    return [[field, Contact.parse(notes === undefined ? contact : { ...contact, notes })]]
  })
  return { ...wanted, ...Object.fromEntries(kept) }
}
