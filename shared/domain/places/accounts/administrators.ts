import type { AccountId } from '../../../lib/ids.ts'
import type { Page, PageRequest } from '../../../lib/page.ts'
import { ok, type Result } from '../../../lib/result.ts'
import type { NotFound } from '../../common-errors.ts'
import type { Deps } from '../../deps.ts'
import type { Administrator } from '../../identity/administrators/entity.ts'
import type { Principal } from '../../identity/principals/principal.ts'
import { getAccount } from './retrieve.ts'

/** An administrator, and whether the account is theirs. */
export type ListedAdministrator = { administrator: Administrator; owner: boolean }

/** A page of an account's administrators, oldest first (API document, Administrator Listing for an account). */
export const listAccountAdministrators = async (
  deps: Pick<Deps, 'accounts' | 'administrators'>,
  principal: Principal,
  accountId: AccountId,
  page: PageRequest,
): Promise<Result<Page<ListedAdministrator>, NotFound<'account'>>> => {
  const account = await getAccount(deps, principal, accountId)
  if (!account.ok) return account
  const { data, count } = await deps.administrators.page(accountId, page)
  const owner = account.value.masterAdmin?.id
  return ok({ data: data.map((administrator) => ({ administrator, owner: administrator.id === owner })), count })
}
