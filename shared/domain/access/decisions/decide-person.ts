import type { Instant } from '../../../lib/clock.ts'
import type { AccountId } from '../../../lib/ids.ts'
import type { Deps } from '../../deps.ts'
import { compileRules } from '../../devices/panels/compile-config.ts'
import type { Credential } from '../../people/credentials/entity.ts'
import { type Group, maxGroupDepth } from '../../people/groups/entity.ts'
import type { User } from '../../people/users/entity.ts'
import type { AccessPoint } from '../../places/access-points/entity.ts'
import type { RuleTarget } from '../rules/entity.ts'
import { sitesOf } from '../rules/expand.ts'
import { decide } from './decide.ts'
import { type Decision, emptyMemory, type Presented } from './decision.ts'
import { indexRules } from './index-rules.ts'
import { isLockedDown } from './posture.ts'

type Needed = Pick<Deps, 'doorSets' | 'groups' | 'holidays' | 'postures' | 'rules' | 'schedules' | 'sites'>

/**
 * Decides in the cloud what the panel would decide of one person with one credential at one door, by the same rules, compiled for
 * that person and door alone, and by the posture of the panel. A schedule that a group has to enable counts as not enabled, since
 * who enabled it is known at the panel only. `isLockedDown` says whether the door was locked down by the posture.
 */
export const decidePerson = async (
  deps: Needed,
  accountId: AccountId,
  point: AccessPoint,
  { user, credential }: { user: User; credential: Credential },
  presented: Presented,
  at: Instant,
): Promise<Decision & { isLockedDown: boolean }> => {
  const [groups, doorSets, site, holidays, posture] = await Promise.all([
    withParents(deps, accountId, user),
    deps.doorSets.ofDoor(accountId, point.id),
    deps.sites.get(accountId, point.siteId),
    deps.holidays.all(accountId),
    deps.postures.get(accountId, point.panelId),
  ])
  const targets: RuleTarget[] = [
    { kind: 'door', accessPointId: point.id },
    ...doorSets.map(({ doorSetId }) => ({ kind: 'door_set', doorSetId }) as const),
    ...sitesOf(point),
  ]
  const subjects = [
    { kind: 'user', userId: user.id } as const,
    ...groups.map(({ id }) => ({ kind: 'group', groupId: id }) as const),
  ]
  const rules = await Promise.all(
    subjects.flatMap((subject) => targets.map((target) => deps.rules.ofSubject(accountId, subject, target))),
  )
  const scheduleIds = [...new Set(rules.flat().flatMap(({ scheduleId }) => scheduleId ?? []))]
  const content = compileRules({
    accountId,
    panelId: point.panelId,
    accessPoints: [point],
    timeZones: new Map(site ? [[site.id, site.timeZone]] : []),
    rules: rules.flat(),
    doorSets,
    readers: [],
    groups,
    schedules: await deps.schedules.getMany(accountId, scheduleIds),
    holidays,
    users: [user],
    credentials: [credential],
  })
  const decision = decide(indexRules({ ...content, version: 0, compiledAt: at }), presented, at, emptyMemory, posture)
  return { ...decision, isLockedDown: isLockedDown(posture, point) }
}

/** The groups of a person and all above them. */
const withParents = async (deps: Pick<Deps, 'groups'>, accountId: AccountId, { groupIds }: User): Promise<Group[]> => {
  const found = new Map<number, Group>()
  let level = groupIds
  for (let depth = 0; depth <= maxGroupDepth && level.length > 0; depth += 1) {
    const groups = await deps.groups.getMany(accountId, level)
    for (const group of groups) found.set(group.id, group)
    level = groups.flatMap(({ parentId }) => (parentId === undefined || found.has(parentId) ? [] : [parentId]))
  }
  return [...found.values()]
}
