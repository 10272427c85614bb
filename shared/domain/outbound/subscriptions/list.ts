import { type FilterError, parseFilter } from '../../../lib/filter.ts'
import type { Page, PageRequest } from '../../../lib/page.ts'
import { ok, type Result } from '../../../lib/result.ts'
import type { Deps } from '../../deps.ts'
import type { Principal } from '../../identity/administrators/principal.ts'
import type { Subscription } from './schema.ts'

/** A page of the account's subscriptions; `filter` takes `name__eq`, the whole name in any case (API document, Event Subscription Listing). */
export const listSubscriptions = async (
  deps: Pick<Deps, 'subscriptions'>,
  { accountId }: Principal,
  { filter, ...page }: PageRequest & { filter?: string | undefined },
): Promise<Result<Page<Subscription>, FilterError>> => {
  const criteria = parseFilter(filter, { name: ['eq'] })
  if (!criteria.ok) return criteria
  if (criteria.value.length === 0) return ok(await deps.subscriptions.page(accountId, page))
  const named = ({ name }: { name: string }) =>
    criteria.value.every(({ values }) => values.some((value) => value.toLowerCase() === name.toLowerCase()))
  return ok(await deps.subscriptions.search(accountId, named, page))
}
