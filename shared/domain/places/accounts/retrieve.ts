import type { AccountId } from '../../../lib/ids.ts'
import { err, ok, type Result } from '../../../lib/result.ts'
import type { NotFound } from '../../common-errors.ts'
import type { Deps } from '../../deps.ts'
import type { Principal } from '../../identity/principals/principal.ts'
import { type Account, isOpen } from './entity.ts'

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
