import { containsText, type FilterError, parseFilter } from '../../../lib/filter.ts'
import type { SiteId } from '../../../lib/ids.ts'
import type { Page, PageRequest } from '../../../lib/page.ts'
import { err, ok, type Result } from '../../../lib/result.ts'
import type { Deps } from '../../deps.ts'
import type { Principal } from '../../identity/administrators/principal.ts'
import type { SiteNotFound } from '../sites/update.ts'
import type { AccessPoint } from './schema.ts'

/**
 * A page of the account's doors; `filter` takes `name__eq` (contains) and `report_live_status__eq` (API document, Access Point
 * Listing).
 */
export const listAccessPoints = async (
  deps: Pick<Deps, 'accessPoints'>,
  { accountId }: Principal,
  { filter, ...page }: PageRequest & { filter?: string | undefined },
): Promise<Result<Page<AccessPoint>, FilterError>> => {
  const criteria = parseFilter(filter, { name: ['eq'], report_live_status: ['eq'] })
  if (!criteria.ok) return criteria
  if (criteria.value.length === 0) return ok(await deps.accessPoints.page(accountId, page))
  const flags = criteria.value.filter(({ field }) => field === 'report_live_status').flatMap(({ values }) => values)
  const wrong = flags.find((value) => !/^(true|false)$/i.test(value))
  if (wrong !== undefined) {
    return err({ kind: 'invalid_filter', message: `Invalid value '${wrong}' for 'report_live_status': expected true or false` })
  }
  const passes = (point: { name: string; live: boolean }) =>
    criteria.value.every(({ field, values }) =>
      values.some((value) =>
        field === 'name' ? containsText(point.name, value) : point.live === (value.toLowerCase() === 'true'),
      ),
    )
  return ok(await deps.accessPoints.search(accountId, passes, page))
}

/** Every door of one site, in order of id (API document, List Access Points for Site). */
export const listAccessPointsOfSite = async (
  deps: Pick<Deps, 'sites' | 'accessPoints'>,
  { accountId }: Principal,
  siteId: SiteId,
): Promise<Result<AccessPoint[], SiteNotFound>> => {
  const [site, found] = await Promise.all([
    deps.sites.get(accountId, siteId),
    deps.accessPoints.search(accountId, (point) => point.siteId === siteId, { offset: 0, pageSize: Number.MAX_SAFE_INTEGER }),
  ])
  return site ? ok(found.data) : err({ kind: 'site_not_found', siteId })
}
