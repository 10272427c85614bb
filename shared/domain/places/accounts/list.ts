import type { Page, PageRequest } from '../../../lib/page.ts'
import type { Deps } from '../../deps.ts'
import type { Principal } from '../../identity/principals/principal.ts'
import { type NameCriterion, nameMeets } from '../../name-criterion.ts'
import { type Account, isOpen } from './entity.ts'
import { isDealersAdministrator } from './retrieve.ts'

/**
 * A page of the accounts that the caller sees, oldest first (API document, Account Listing): a dealer's people see the customers of
 * the dealer, everybody else their own account alone.
 */
export const listAccounts = async (
  deps: Pick<Deps, 'accounts'>,
  principal: Principal,
  criteria: readonly NameCriterion[],
  page: PageRequest,
): Promise<Page<Account>> => {
  const { accountId } = principal
  if (isDealersAdministrator(principal)) {
    if (criteria.length === 0) return deps.accounts.customers(accountId, page)
    return deps.accounts.searchCustomers(accountId, (name) => nameMeets(name, criteria), page)
  }
  const own = await deps.accounts.get(accountId)
  const seen = own && isOpen(own) && nameMeets(own.name, criteria) ? [own] : []
  return { data: seen.slice(page.offset, page.offset + page.pageSize), count: seen.length }
}
