import { AccountId, AdministratorId } from '../../../lib/ids.ts'
import { err, ok, type Result } from '../../../lib/result.ts'
import { raced } from '../../../lib/retry.ts'
import { untilFirst } from '../../change.ts'
import type { ChangedMeanwhile } from '../../common-errors.ts'
import type { Deps } from '../../deps.ts'
import { administratorAsObject, drawPassword, hashesOf, newAdministrator } from '../../identity/administrators/create.ts'
import type { Administrator, FirstAdministrator } from '../../identity/administrators/entity.ts'
import type { UsernameUnavailable } from '../../identity/administrators/errors.ts'
import { type InviteDeps, sendTemporaryPassword } from '../../identity/administrators/invite.ts'
import { ownerOf } from '../../identity/administrators/owner.ts'
import type { AdministratorPrincipal } from '../../identity/principals/principal.ts'
import { auditEvent } from '../../record/events/audit.ts'
import { addBelongings, newAccount } from './create.ts'
import type { Account, AccountDetails } from './entity.ts'
import type { AccountChangeDenied } from './errors.ts'
import { notesChanged } from './notes.ts'
import { accountAsObject } from './update.ts'

/** A customer's account as it was opened, and the administrator who owns it. */
export type OpenedAccount = { account: Account & { dealerId: AccountId }; administrator: Administrator }

type OpenDeps = InviteDeps & Pick<Deps, 'companies' | 'schedules'>

/**
 * Opens the account of a customer of the caller's dealer, and mails a temporary password to its first administrator, a MASTER who
 * owns it. When the mail cannot be sent there is no account, so that the caller may try again.
 */
export const openAccount = async (
  deps: OpenDeps,
  principal: AdministratorPrincipal,
  details: AccountDetails,
  owner: FirstAdministrator,
): Promise<Result<OpenedAccount, AccountChangeDenied | UsernameUnavailable | ChangedMeanwhile>> => {
  // Notes are written by a CSR, who opens no accounts.
  if (notesChanged({}, details)) return err({ kind: 'account_change_denied' })
  const taken = { kind: 'username_unavailable', username: owner.username } as const
  // Looked for before anything is written; whoever takes it meanwhile is noticed when the account is added.
  if (await deps.administrators.isTaken(owner.username)) return err(taken)
  const password = drawPassword(deps)
  const { password: hash } = await hashesOf(deps, { password })
  const wanted = drawAccount(deps, principal, details, { ...owner, password: hash })
  const { account, administrator } = wanted
  await addBelongings(deps, account)
  const events = eventsOf(deps, principal, wanted)
  const opened = await untilFirst(deps, 'account', async () => {
    const added = await deps.administrators.addWithAccount(account, administrator, events)
    if (!added.ok) return added.reason === 'username_taken' ? err(taken) : raced
    return ok(wanted)
  })
  if (!opened.ok) return opened
  try {
    await sendTemporaryPassword(deps, administrator, password)
  } catch (thrown) {
    // Nobody knows the password now.
    await removeAgain(deps, principal, wanted)
    throw thrown
  }
  return opened
}

const drawAccount = (
  deps: Pick<Deps, 'now' | 'newId'>,
  principal: AdministratorPrincipal,
  details: AccountDetails,
  owner: FirstAdministrator & { password: string },
): OpenedAccount => {
  const now = deps.now()
  const account = newAccount({ ...details, dealerId: principal.accountId }, AccountId.parse(deps.newId()), now)
  const first = { ...owner, type: 'MASTER', isTemporary: true } as const
  const administrator = newAdministrator(first, AdministratorId.parse(deps.newId()), account, now)
  return { account: { ...account, dealerId: principal.accountId, masterAdmin: ownerOf(administrator) }, administrator }
}

/** That an account was created stands in the dealer's record too: the account's own is read by its people only. */
const eventsOf = (deps: Pick<Deps, 'newUuid'>, principal: AdministratorPrincipal, { account, administrator }: OpenedAccount) => {
  const stamp = () => ({ now: account.createdAt, uuid: deps.newUuid() })
  const created = () => auditEvent(stamp(), principal, 'account.created', accountAsObject(account))
  const invited = auditEvent(stamp(), principal, 'administrator.created', administratorAsObject(administrator))
  return { own: [created(), invited], dealers: created() }
}

const removeAgain = async (
  deps: Pick<Deps, 'administrators' | 'now' | 'newUuid'>,
  principal: AdministratorPrincipal,
  { account, administrator }: OpenedAccount,
): Promise<void> => {
  const stamp = { now: deps.now(), uuid: deps.newUuid() }
  const event = auditEvent(stamp, principal, 'account.deleted', accountAsObject(account))
  await deps.administrators.removeWithAccount(account, administrator, event)
}
