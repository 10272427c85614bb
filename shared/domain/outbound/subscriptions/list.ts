import type { Page, PageRequest } from '../../../lib/page.ts'
import { sameText } from '../../../lib/text.ts'
import type { Deps } from '../../deps.ts'
import type { Principal } from '../../identity/principals/principal.ts'
import type { Subscription } from './entity.ts'

/** What a listing of subscriptions may be narrowed by: the whole name is one of these, whatever the case. */
export type SubscriptionCriterion = { field: 'name'; anyOf: readonly string[] }

/** A page of the account's subscriptions that meet every criterion, oldest first. */
export const listSubscriptions = (
  deps: Pick<Deps, 'subscriptions'>,
  { accountId }: Principal,
  criteria: readonly SubscriptionCriterion[],
  page: PageRequest,
): Promise<Page<Subscription>> => {
  if (criteria.length === 0) return deps.subscriptions.page(accountId, page)
  const meetsAll = ({ name }: { name: string }) => criteria.every(({ anyOf }) => anyOf.some((one) => sameText(name, one)))
  return deps.subscriptions.search(accountId, meetsAll, page)
}
