import type { SiteId } from '../../../lib/ids.ts'
import type { Page, PageRequest } from '../../../lib/page.ts'
import { err, ok, type Result } from '../../../lib/result.ts'
import type { NotFound } from '../../common-errors.ts'
import type { Deps } from '../../deps.ts'
import type { Principal } from '../../identity/principals/principal.ts'
import { type AccessPointCriterion, accessPointMeets } from './criteria.ts'
import type { AccessPoint } from './entity.ts'

/** A page of the account's doors that meet every criterion, oldest first. */
export const listAccessPoints = (
  deps: Pick<Deps, 'accessPoints'>,
  { accountId }: Principal,
  criteria: readonly AccessPointCriterion[],
  page: PageRequest,
): Promise<Page<AccessPoint>> =>
  criteria.length === 0
    ? deps.accessPoints.page(accountId, page)
    : deps.accessPoints.search(accountId, (point) => criteria.every((one) => accessPointMeets(point, one)), page)

/** Every door of one site, in order of id (API document, List Access Points for Site). */
export const listAccessPointsOfSite = async (
  deps: Pick<Deps, 'sites' | 'accessPoints'>,
  { accountId }: Principal,
  siteId: SiteId,
): Promise<Result<AccessPoint[], NotFound<'site'>>> => {
  const [site, found] = await Promise.all([
    deps.sites.get(accountId, siteId),
    deps.accessPoints.search(accountId, (point) => point.siteId === siteId, { offset: 0, pageSize: Number.MAX_SAFE_INTEGER }),
  ])
  return site ? ok(found.data) : err({ kind: 'not_found', what: 'site', id: siteId })
}
