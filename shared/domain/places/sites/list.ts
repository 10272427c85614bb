import { containsText, type FilterError, parseFilter } from '../../../lib/filter.ts'
import type { Page, PageRequest } from '../../../lib/page.ts'
import { ok, type Result } from '../../../lib/result.ts'
import type { Deps } from '../../deps.ts'
import type { Principal } from '../../identity/administrators/principal.ts'
import type { Site } from './schema.ts'

/** A page of the account's sites; `filter` takes `name__eq` (contains), as the API document's Site Listing says. */
export const listSites = async (
  deps: Pick<Deps, 'sites'>,
  { accountId }: Principal,
  { filter, ...page }: PageRequest & { filter?: string | undefined },
): Promise<Result<Page<Site>, FilterError>> => {
  const criteria = parseFilter(filter, { name: ['eq'] })
  if (!criteria.ok) return criteria
  if (criteria.value.length === 0) return ok(await deps.sites.page(accountId, page))
  const named = ({ siteName }: { siteName: string }) =>
    criteria.value.every(({ values }) => values.some((value) => containsText(siteName, value)))
  return ok(await deps.sites.search(accountId, named, page))
}
