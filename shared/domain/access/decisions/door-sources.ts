import type { AccountId, DoorSetId, GroupId } from '../../../lib/ids.ts'
import type { Deps } from '../../deps.ts'
import { compileRules, type RulesContent } from '../../devices/panels/compile-config.ts'
import type { Credential } from '../../people/credentials/entity.ts'
import { type Group, maxGroupDepth } from '../../people/groups/entity.ts'
import { withParents } from '../../people/groups/tree.ts'
import type { User } from '../../people/users/entity.ts'
import { escortedGroupsOf, schedulesOf } from '../../places/access-points/door-rules.ts'
import type { AccessPoint } from '../../places/access-points/entity.ts'
import type { DoorSet, DoorSetMember } from '../../places/door-sets/entity.ts'
import type { AccessRule, RuleSubject, RuleTarget } from '../rules/entity.ts'
import { sitesOf } from '../rules/expand.ts'
import type { Holiday, Schedule } from '../schedules/entity.ts'

export type DoorDeps = Pick<
  Deps,
  'accessPoints' | 'doorSets' | 'groups' | 'holidays' | 'postures' | 'rules' | 'schedules' | 'sites'
>

/**
 * What the rules of a panel are made from, as far as it concerns some people at one of its doors. `doors` are those that the rules are
 * made for: all of the panel when `isWhole`, else the one. `groups` are those of the people and all above them.
 */
export type DoorSources = {
  accountId: AccountId
  point: AccessPoint
  isWhole: boolean
  doors: readonly AccessPoint[]
  timeZones: ReadonlyMap<number, string>
  doorSets: readonly DoorSetMember[]
  sets: readonly DoorSet[]
  groups: readonly Group[]
  rules: readonly AccessRule[]
  schedules: readonly Schedule[]
  holidays: readonly Holiday[]
}

/** Whose rules are read: these people's, and of groups that they might join. */
type Whose = { users: readonly User[]; groupIds?: readonly GroupId[] }

/** Reads what concerns these people at one door alone: enough when they are known to be in the rules of the panel. */
export const readDoor = async (deps: DoorDeps, accountId: AccountId, point: AccessPoint, whose: Whose): Promise<DoorSources> => {
  const [groups, doorSets, common] = await Promise.all([
    groupsOf(deps, accountId, whose),
    deps.doorSets.ofDoor(accountId, point.id),
    readCommon(deps, accountId, [point]),
  ])
  const targets: RuleTarget[] = [
    { kind: 'door', accessPointId: point.id },
    ...doorSets.map(({ doorSetId }) => ({ kind: 'door_set', doorSetId }) as const),
    ...sitesOf(point),
  ]
  const rules = await Promise.all(
    subjectsOf(groups, whose).flatMap((subject) => targets.map((target) => deps.rules.ofSubject(accountId, subject, target))),
  )
  return withSchedules(deps, {
    accountId,
    point,
    isWhole: false,
    doors: [point],
    doorSets,
    sets: await setsOf(deps, accountId, doorSets),
    groups,
    rules: rules.flat(),
    ...common,
  })
}

/**
 * Reads what concerns these people at all doors of the panel: so it is known whether the panel holds them, and which floors of a lift
 * they may choose. What it costs follows from the doors of the panel and the rules of these people, not from the account.
 */
export const readPanelOfDoor = async (
  deps: DoorDeps,
  accountId: AccountId,
  point: AccessPoint,
  whose: Whose,
): Promise<DoorSources> => {
  const [groups, ofPoint, ofPanel] = await Promise.all([
    groupsOf(deps, accountId, whose),
    deps.doorSets.ofDoor(accountId, point.id),
    deps.accessPoints.ofPanel(accountId, point.panelId),
  ])
  const doors = [...ofPanel.filter(({ id }) => id !== point.id), point]
  const [found, common] = await Promise.all([
    Promise.all(subjectsOf(groups, whose).map((subject) => deps.rules.ofSubject(accountId, subject))),
    readCommon(deps, accountId, doors),
  ])
  const doorIds = new Set<number>(doors.map(({ id }) => id))
  const siteIds = new Set<number>(doors.flatMap(sitesOf).map(({ siteId }) => siteId))
  const setIds = new Set<DoorSetId>(found.flat().flatMap(({ target }) => (target.kind === 'door_set' ? target.doorSetId : [])))
  const members = await Promise.all([...setIds].map((doorSetId) => deps.doorSets.membersOf(accountId, doorSetId)))
  const ofDoors = members.flat().filter(({ accessPointId }) => doorIds.has(accessPointId) && accessPointId !== point.id)
  // of the door itself also the sets without a rule of these people: their codes count there
  const doorSets = [...ofDoors, ...ofPoint]
  const setsHere = new Set<number>(doorSets.map(({ doorSetId }) => doorSetId))
  const rules = found.flat().filter(({ target }) => {
    if (target.kind === 'site') return siteIds.has(target.siteId)
    return target.kind === 'door_set' ? setsHere.has(target.doorSetId) : doorIds.has(target.accessPointId)
  })
  const sets = await setsOf(deps, accountId, doorSets)
  return withSchedules(deps, { accountId, point, isWhole: true, doors, doorSets, sets, groups, rules, ...common })
}

/**
 * The rules of the panel as far as they concern these people. A panel knows of a group only what lies at or below a group with a rule
 * at one of its doors, one that enables a schedule there or one that is escorted there, so no other is handed to it here either. Areas are left out: who is inside only the
 * panel knows.
 */
export const doorRules = (
  { accountId, point, isWhole, doors, groups, rules, ...sources }: DoorSources,
  users: readonly User[],
  credentials: readonly Credential[],
): RulesContent => {
  const byId = new Map<number, Group>(groups.map((group) => [group.id, group]))
  const ruled = new Set<number>([
    ...rules.flatMap(({ subject }) => (subject.kind === 'group' ? subject.groupId : [])),
    ...sources.schedules.flatMap(({ enablingGroupId }) => enablingGroupId ?? []),
    ...doors.flatMap(({ doorRules: asked }) => escortedGroupsOf(asked)),
  ])
  return compileRules({
    accountId,
    panelId: point.panelId,
    accessPoints: [...doors],
    timeZones: sources.timeZones,
    rules: [...rules],
    doorSets: [...sources.doorSets],
    sets: [...sources.sets],
    // A door of the caller is named by its side, not by a reader.
    readers: [],
    areas: [],
    groups: groups.filter(({ id }) => !isWhole || withParents([id], byId).some((above) => ruled.has(above))),
    schedules: [...sources.schedules],
    holidays: [...sources.holidays],
    users: [...users],
    credentials: [...credentials],
  })
}

const subjectsOf = (groups: readonly Group[], { users }: Whose): RuleSubject[] => [
  ...users.map(({ id }) => ({ kind: 'user', userId: id }) as const),
  ...groups.map(({ id }) => ({ kind: 'group', groupId: id }) as const),
]

const setsOf = (deps: DoorDeps, accountId: AccountId, members: readonly DoorSetMember[]) =>
  deps.doorSets.getMany(accountId, [...new Set(members.map(({ doorSetId }) => doorSetId))])

const readCommon = async (deps: DoorDeps, accountId: AccountId, doors: readonly AccessPoint[]) => {
  const siteIds = [...new Set(doors.map(({ siteId }) => siteId))]
  const [sites, holidays] = await Promise.all([deps.sites.getMany(accountId, siteIds), deps.holidays.all(accountId)])
  return { holidays, timeZones: new Map<number, string>(sites.map(({ id, timeZone }) => [id, timeZone])) }
}

const withSchedules = async (deps: DoorDeps, sources: Omit<DoorSources, 'schedules'>): Promise<DoorSources> => {
  const ofRules = sources.rules.flatMap(({ scheduleId }) => scheduleId ?? [])
  const ids = [...new Set([...ofRules, ...sources.doors.flatMap(({ doorRules: asked }) => schedulesOf(asked))])]
  return { ...sources, schedules: await deps.schedules.getMany(sources.accountId, ids) }
}

/** The groups of people, further groups, and all above them. */
const groupsOf = async (deps: Pick<Deps, 'groups'>, accountId: AccountId, { users, groupIds = [] }: Whose): Promise<Group[]> => {
  const found = new Map<number, Group>()
  let level = [...new Set([...users.flatMap((user) => user.groupIds), ...groupIds])]
  for (let depth = 0; depth <= maxGroupDepth && level.length > 0; depth += 1) {
    const groups = await deps.groups.getMany(accountId, level)
    for (const group of groups) found.set(group.id, group)
    level = [...new Set(groups.flatMap(({ parentId }) => (parentId === undefined || found.has(parentId) ? [] : [parentId])))]
  }
  return [...found.values()]
}
