import type { SiteId } from '../../../lib/ids.ts'
import type { Page, PageRequest } from '../../../lib/page.ts'
import { ok, type Result } from '../../../lib/result.ts'
import type { RuleTarget } from '../../access/rules/entity.ts'
import type { NotFound } from '../../common-errors.ts'
import type { Deps } from '../../deps.ts'
import type { Principal } from '../../identity/principals/principal.ts'
import { listAccessPointsOfSite } from '../../places/access-points/list.ts'
import type { Group } from './entity.ts'

/** The groups that may pass some door of a site, oldest first (API document, Site Group Listing). */
export const listGroupsOfSite = async (
  deps: Pick<Deps, 'sites' | 'accessPoints' | 'doorSets' | 'panels' | 'groups' | 'rules'>,
  principal: Principal,
  siteId: SiteId,
  { offset, pageSize }: PageRequest,
): Promise<Result<Page<Group>, NotFound<'site'>>> => {
  const points = await listAccessPointsOfSite(deps, principal, siteId)
  if (!points.ok) return points
  const { accountId } = principal
  const sets = await Promise.all(points.value.map(({ id }) => deps.doorSets.ofDoor(accountId, id)))
  const targets: RuleTarget[] = [
    { kind: 'site', siteId },
    ...[...new Set(sets.flat().map(({ doorSetId }) => doorSetId))].map((doorSetId) => ({ kind: 'door_set' as const, doorSetId })),
    ...points.value.map(({ id }) => ({ kind: 'door' as const, accessPointId: id })),
  ]
  const rules = await Promise.all(targets.map((target) => deps.rules.ofTarget(accountId, target)))
  const groupIds = rules.flat().flatMap(({ subject }) => (subject.kind === 'group' ? [subject.groupId] : []))
  const ids = [...new Set(groupIds)].sort((one, other) => one - other)
  const groups = await deps.groups.getMany(accountId, ids)
  return ok({ data: groups.slice(offset, offset + pageSize), count: groups.length })
}
