import { AccessPointId, type AccountId } from '../../../lib/ids.ts'
import type { Deps } from '../../deps.ts'
import { type Group, maxGroupDepth } from '../../people/groups/entity.ts'
import type { AccessPoint, DoorSide } from '../../places/access-points/entity.ts'
import type { AccessRule, RuleSubject, RuleTarget } from './entity.ts'

/** A rule at one of the doors that it covers; `side` when it is only one side of the door. */
export type RuleAtDoor = { rule: AccessRule; accessPointId: AccessPointId; side?: DoorSide | undefined }

/**
 * The rules at each door that they cover, in order of the doors, pair rules first. Sets are read for rules at sets, and the ids of the account's doors
 * once when there is a rule at a site; otherwise nothing is read. Floors of lifts are not
 * among the doors of a site.
 */
export const expandRules = async (
  deps: Pick<Deps, 'accessPoints' | 'doorSets'>,
  accountId: AccountId,
  rules: readonly AccessRule[],
): Promise<RuleAtDoor[]> => {
  const ofSites = await doorsOfSites(deps, accountId, rules)
  const expanded = await Promise.all(
    rules.map(async (rule): Promise<RuleAtDoor[]> => {
      const { target } = rule
      switch (target.kind) {
        case 'door':
          return [{ rule, accessPointId: target.accessPointId }]
        case 'door_side':
          return [{ rule, accessPointId: target.accessPointId, side: target.side }]
        case 'door_set': {
          const members = await deps.doorSets.membersOf(accountId, target.doorSetId)
          return members.map(({ accessPointId, side }) => ({ rule, accessPointId, side }))
        }
        case 'site':
          return (ofSites.get(target.siteId) ?? []).map((accessPointId) => ({ rule, accessPointId }))
      }
    }),
  )
  return expanded
    .flat()
    .sort((one, other) => one.accessPointId - other.accessPointId || pairFirst(one.rule) - pairFirst(other.rule))
}

const pairFirst = ({ isPair }: AccessRule): number => (isPair ? 0 : 1)

const doorsOfSites = async (
  deps: Pick<Deps, 'accessPoints'>,
  accountId: AccountId,
  rules: readonly AccessRule[],
): Promise<Map<number, AccessPointId[]>> => {
  const doors = new Map<number, AccessPointId[]>(
    rules.flatMap(({ target }) => (target.kind === 'site' ? [[target.siteId, []]] : [])),
  )
  if (doors.size === 0) return doors
  await deps.accessPoints.visitFinds(accountId, ({ siteId, isFloor }, id) => {
    if (!isFloor) doors.get(siteId)?.push(AccessPointId.parse(id))
  })
  return doors
}

/** The groups whose rules hold for a group: itself first, then its parents up to the root. */
export const lineageOf = async (
  deps: Pick<Deps, 'groups'>,
  accountId: AccountId,
  { id, parentId }: Pick<Group, 'id' | 'parentId'>,
): Promise<Extract<RuleSubject, { kind: 'group' }>[]> => {
  const ids = [id]
  let next = parentId
  while (next !== undefined && !ids.includes(next) && ids.length <= maxGroupDepth) {
    const parent = await deps.groups.get(accountId, next)
    if (!parent) break
    ids.push(next)
    next = parent.parentId
  }
  return ids.map((groupId) => ({ kind: 'group', groupId }))
}

/**
 * A rule by which a group may pass a door, other than the pair rule of the two: at a side of it, at a set that it lies in, at its
 * site, or of a parent of the group. Undefined when there is none.
 */
export const otherRuleAt = async (
  deps: Pick<Deps, 'doorSets' | 'groups' | 'rules'>,
  accountId: AccountId,
  group: Group,
  point: Pick<AccessPoint, 'id' | 'siteId' | 'type'>,
): Promise<AccessRule | undefined> => {
  const [subjects, sets] = await Promise.all([lineageOf(deps, accountId, group), deps.doorSets.ofDoor(accountId, point.id)])
  const targets = [
    { kind: 'door', accessPointId: point.id } as const,
    ...sets.map(({ doorSetId }) => ({ kind: 'door_set', doorSetId }) as const),
    ...sitesOf(point),
  ]
  const found = await Promise.all(
    subjects.flatMap((subject) => targets.map((target) => deps.rules.ofSubject(accountId, subject, target))),
  )
  return found.flat().find((rule) => !isOwnPair(rule, group.id))
}

/** The rules of a site hold at all its access points but the floors of lifts. */
export const sitesOf = ({ type, siteId }: Pick<AccessPoint, 'type' | 'siteId'>): Extract<RuleTarget, { kind: 'site' }>[] =>
  type === 'FLOOR' ? [] : [{ kind: 'site', siteId }]

/** Whether a rule is the one of this group and a door that APIs without rule ids set. */
export const isOwnPair = ({ subject, isPair }: AccessRule, groupId: number): boolean =>
  isPair === true && subject.kind === 'group' && subject.groupId === groupId
