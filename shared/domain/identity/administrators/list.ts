import type { AdministratorId } from '../../../lib/ids.ts'
import type { Page, PageRequest } from '../../../lib/page.ts'
import { err, ok, type Result } from '../../../lib/result.ts'
import { containsAny } from '../../../lib/text.ts'
import type { NotFound } from '../../common-errors.ts'
import type { Deps } from '../../deps.ts'
import type { Principal } from '../principals/principal.ts'
import type { Administrator } from './entity.ts'
import type { AdministratorType } from './type.ts'

/** What a listing of administrators may be narrowed by: every criterion has to hold, each for one of its values. */
export type AdministratorCriterion =
  | { field: 'username'; contains: readonly string[] }
  | { field: 'type'; anyOf: readonly AdministratorType[] }

/** A page of the account's administrators who meet every criterion, oldest first. */
export const listAdministrators = (
  deps: Pick<Deps, 'administrators'>,
  { accountId }: Principal,
  criteria: readonly AdministratorCriterion[],
  page: PageRequest,
): Promise<Page<Administrator>> => {
  if (criteria.length === 0) return deps.administrators.page(accountId, page)
  const passes = (found: { username: string; type: string }) =>
    criteria.every((one) =>
      one.field === 'type' ? one.anyOf.some((type) => type === found.type) : containsAny(found.username, one.contains),
    )
  return deps.administrators.search(accountId, passes, page)
}

/** One administrator of the account. */
export const getAdministrator = async (
  deps: Pick<Deps, 'administrators'>,
  { accountId }: Principal,
  administratorId: AdministratorId,
): Promise<Result<Administrator, NotFound<'administrator'>>> => {
  const administrator = await deps.administrators.get(accountId, administratorId)
  return administrator ? ok(administrator) : err({ kind: 'not_found', what: 'administrator', id: administratorId })
}
