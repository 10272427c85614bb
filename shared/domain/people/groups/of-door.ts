import type { AccessPointId } from '../../../lib/ids.ts'
import type { Page, PageRequest } from '../../../lib/page.ts'
import { err, ok, type Result } from '../../../lib/result.ts'
import type { RuleTarget } from '../../access/rules/entity.ts'
import { sitesOf } from '../../access/rules/expand.ts'
import type { NotFound } from '../../common-errors.ts'
import type { Deps } from '../../deps.ts'
import type { Principal } from '../../identity/principals/principal.ts'
import type { Group } from './entity.ts'

/**
 * The groups that may pass a door or a side of it, by rules at the door, at a set that it lies in or at its site, oldest first (API
 * document, List Groups for Access Point).
 */
export const listGroupsOfDoor = async (
  deps: Pick<Deps, 'accessPoints' | 'doorSets' | 'groups' | 'rules'>,
  { accountId }: Principal,
  accessPointId: AccessPointId,
  { offset, pageSize }: PageRequest,
): Promise<Result<Page<Group>, NotFound<'access point'>>> => {
  const [point, sets] = await Promise.all([
    deps.accessPoints.get(accountId, accessPointId),
    deps.doorSets.ofDoor(accountId, accessPointId),
  ])
  if (!point) return err({ kind: 'not_found', what: 'access point', id: accessPointId })
  const targets: RuleTarget[] = [
    { kind: 'door', accessPointId },
    ...sets.map(({ doorSetId }) => ({ kind: 'door_set' as const, doorSetId })),
    ...sitesOf(point),
  ]
  const rules = await Promise.all(targets.map((target) => deps.rules.ofTarget(accountId, target)))
  const groupIds = rules.flat().flatMap(({ subject }) => (subject.kind === 'group' ? [subject.groupId] : []))
  const groups = await deps.groups.getMany(
    accountId,
    [...new Set(groupIds)].sort((one, other) => one - other),
  )
  return ok({ data: groups.slice(offset, offset + pageSize), count: groups.length })
}
