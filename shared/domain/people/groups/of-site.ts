import type { SiteId } from '../../../lib/ids.ts'
import type { Page, PageRequest } from '../../../lib/page.ts'
import { ok, type Result } from '../../../lib/result.ts'
import type { Deps } from '../../deps.ts'
import type { Principal } from '../../identity/administrators/principal.ts'
import { listAccessPointsOfSite } from '../../places/access-points/list.ts'
import type { SiteNotFound } from '../../places/sites/update.ts'
import type { Group } from './schema.ts'

/** The groups that may pass some door of a site, oldest first (API document, Site Group Listing). */
export const listGroupsOfSite = async (
  deps: Pick<Deps, 'sites' | 'accessPoints' | 'panels' | 'groups'>,
  principal: Principal,
  siteId: SiteId,
  { offset, pageSize }: PageRequest,
): Promise<Result<Page<Group>, SiteNotFound>> => {
  const points = await listAccessPointsOfSite(deps, principal, siteId)
  if (!points.ok) return points
  const permissions = await Promise.all(points.value.map(({ id }) => deps.groups.permissionsAt(principal.accountId, id)))
  const ids = [...new Set(permissions.flat().map(({ groupId }) => groupId))].sort((one, other) => one - other)
  const groups = await deps.groups.getMany(principal.accountId, ids)
  return ok({ data: groups.slice(offset, offset + pageSize), count: groups.length })
}
