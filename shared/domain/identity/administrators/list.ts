import { containsText, type FilterError, parseFilter } from '../../../lib/filter.ts'
import type { AdministratorId } from '../../../lib/ids.ts'
import type { Page, PageRequest } from '../../../lib/page.ts'
import { err, ok, type Result } from '../../../lib/result.ts'
import type { Deps } from '../../deps.ts'
import { administratorTypes, type Principal } from './principal.ts'
import type { Administrator } from './schema.ts'

export type AdministratorNotFound = { kind: 'administrator_not_found'; administratorId: AdministratorId }

/** A page of the account's administrators; `filter` takes `username__eq` (contains) and `type__eq` (API document, Administrator Listing). */
export const listAdministrators = async (
  deps: Pick<Deps, 'administrators'>,
  { accountId }: Principal,
  { filter, ...page }: PageRequest & { filter?: string | undefined },
): Promise<Result<Page<Administrator>, FilterError>> => {
  const criteria = parseFilter(filter, { username: ['eq'], type: ['eq'] })
  if (!criteria.ok) return criteria
  if (criteria.value.length === 0) return ok(await deps.administrators.page(accountId, page))
  const types = criteria.value.filter(({ field }) => field === 'type').flatMap(({ values }) => values)
  const unknown = types.find((value) => !administratorTypes.some((type) => type === value.toUpperCase()))
  if (unknown !== undefined) {
    return err({ kind: 'invalid_filter', message: `Invalid listing criteria provided: '${unknown}' is no type of administrator` })
  }
  const passes = (found: { username: string; type: string }) =>
    criteria.value.every(({ field, values }) =>
      field === 'type'
        ? values.some((value) => value.toUpperCase() === found.type)
        : values.some((value) => containsText(found.username, value)),
    )
  return ok(await deps.administrators.search(accountId, passes, page))
}

/** One administrator of the account. */
export const getAdministrator = async (
  deps: Pick<Deps, 'administrators'>,
  { accountId }: Principal,
  administratorId: AdministratorId,
): Promise<Result<Administrator, AdministratorNotFound>> => {
  const administrator = await deps.administrators.get(accountId, administratorId)
  return administrator ? ok(administrator) : err({ kind: 'administrator_not_found', administratorId })
}
