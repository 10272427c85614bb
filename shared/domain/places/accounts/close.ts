import type { AccountId } from '../../../lib/ids.ts'
import { err, ok, type Result } from '../../../lib/result.ts'
import { raced } from '../../../lib/retry.ts'
import { untilFirst } from '../../change.ts'
import type { ChangedMeanwhile, NotFound } from '../../common-errors.ts'
import type { Deps } from '../../deps.ts'
import type { AdministratorPrincipal } from '../../identity/principals/principal.ts'
import { auditEvent } from '../../record/events/audit.ts'
import { type Account, isOpen } from './entity.ts'
import type { AccountChangeDenied, AccountHasPanels } from './errors.ts'
import { type CustomerAccount, getCustomer } from './retrieve.ts'
import { accountAsObject } from './update.ts'

type CloseDeps = Pick<Deps, 'accounts' | 'subscriptions' | 'now' | 'newUuid' | 'pause'>
type CloseError = AccountChangeDenied | AccountHasPanels | NotFound<'account'> | ChangedMeanwhile

/**
 * Closes the account of a customer of the caller's dealer: within seconds nobody signs in or acts in it, its api keys are refused, and
 * its webhooks stop. Its data stays. An account with control panels is not closed: these would go on opening doors for those who
 * have a card, and nobody could change that. One that is closed stays so.
 */
export const closeAccount = (
  deps: CloseDeps,
  principal: AdministratorPrincipal,
  accountId: AccountId,
): Promise<Result<Account, CloseError>> =>
  untilFirst(deps, 'account', async () => {
    const found = await getCustomer(deps, principal, accountId)
    if (!found.ok) return found
    const account = found.value
    if (!isOpen(account)) return ok(account)
    const now = deps.now()
    const next: CustomerAccount = { ...account, version: account.version + 1, updatedAt: now, closedAt: now }
    const closed = await deps.accounts.close(next, eventsOf(deps, principal, 'account.closed', next), {
      now,
      subscriptions: await deps.subscriptions.current(accountId),
    })
    if (closed.ok) return ok(next)
    return closed.reason === 'has_panels' ? err({ kind: 'account_has_panels', count: closed.count }) : raced
  })

/** Opens an account again that was closed: everything in it is as it was. */
export const reopenAccount = (
  deps: CloseDeps,
  principal: AdministratorPrincipal,
  accountId: AccountId,
): Promise<Result<Account, Exclude<CloseError, AccountHasPanels>>> =>
  untilFirst(deps, 'account', async () => {
    const found = await getCustomer(deps, principal, accountId)
    if (!found.ok) return found
    const { closedAt, ...account } = found.value
    if (closedAt === undefined) return ok(account)
    const now = deps.now()
    const next: CustomerAccount = { ...account, version: account.version + 1, updatedAt: now }
    const reopened = await deps.accounts.reopen(next, eventsOf(deps, principal, 'account.reopened', next), {
      now,
      subscriptions: await deps.subscriptions.current(accountId),
    })
    return reopened.ok ? ok(next) : raced
  })

/** The change stands in the record of the account and, as that is not read while it is closed, in its dealer's. */
const eventsOf = (
  deps: Pick<Deps, 'now' | 'newUuid'>,
  principal: AdministratorPrincipal,
  type: 'account.closed' | 'account.reopened',
  account: Account,
) => {
  const event = () => auditEvent({ now: account.updatedAt, uuid: deps.newUuid() }, principal, type, accountAsObject(account))
  return { own: event(), dealers: event() }
}
