import type { AccountId } from '../../../lib/ids.ts'
import { err, ok, type Result } from '../../../lib/result.ts'
import type { NotFound } from '../../common-errors.ts'
import type { Deps } from '../../deps.ts'
import type { Principal } from '../../identity/principals/principal.ts'
import { type Account, isOpen } from './entity.ts'
import type { AccountChangeDenied } from './errors.ts'

/** Whether somebody works for the dealer whose account they act in, and so looks after its customers. */
export const isDealersAdministrator = (principal: Principal) =>
  principal.kind === 'administrator' && (principal.type === 'DEALER' || principal.type === 'CSR')

/**
 * The caller's account, or a customer of the dealer that the caller works for, a closed one too. Any other is as missing as one that
 * is, and so is a closed one for its own people.
 */
export const getAccount = async (
  deps: Pick<Deps, 'accounts'>,
  principal: Principal,
  accountId: AccountId,
): Promise<Result<Account, NotFound<'account'>>> => {
  const account = await deps.accounts.get(accountId)
  const own = account?.id === principal.accountId && isOpen(account)
  const customer = account?.dealerId === principal.accountId && isDealersAdministrator(principal)
  return account && (own || customer) ? ok(account) : err({ kind: 'not_found', what: 'account', id: accountId })
}

/** The account of a dealer's customer. */
export type CustomerAccount = Account & { dealerId: AccountId }

/** A customer of the caller's dealer. The dealer's own account is none: 403, as for those who work for no dealer. */
export const getCustomer = async (
  deps: Pick<Deps, 'accounts'>,
  principal: Principal,
  accountId: AccountId,
): Promise<Result<CustomerAccount, AccountChangeDenied | NotFound<'account'>>> => {
  const found = await getAccount(deps, principal, accountId)
  if (!found.ok) return found
  const { dealerId, ...account } = found.value
  return dealerId === principal.accountId ? ok({ ...account, dealerId }) : err({ kind: 'account_change_denied' })
}
