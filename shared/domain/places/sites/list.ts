import type { Page, PageRequest } from '../../../lib/page.ts'
import type { Deps } from '../../deps.ts'
import type { Principal } from '../../identity/principals/principal.ts'
import { type NameCriterion, nameMeets } from '../../name-criterion.ts'
import type { Site } from './entity.ts'

/** A page of the account's sites that meet every criterion, oldest first. */
export const listSites = (
  deps: Pick<Deps, 'sites'>,
  { accountId }: Principal,
  criteria: readonly NameCriterion[],
  page: PageRequest,
): Promise<Page<Site>> =>
  criteria.length === 0
    ? deps.sites.page(accountId, page)
    : deps.sites.search(accountId, ({ siteName }) => nameMeets(siteName, criteria), page)
