import { AccessRule, type RuleTarget } from '../../domain/access/rules/entity.ts'
import { Holiday, Schedule } from '../../domain/access/schedules/entity.ts'
import { Panel } from '../../domain/devices/panels/entity.ts'
import type { FrameRead, PersonSources } from '../../domain/devices/panels/rule-sources.ts'
import { Reader } from '../../domain/devices/readers/entity.ts'
import { Credential } from '../../domain/people/credentials/entity.ts'
import { Group, maxGroupDepth } from '../../domain/people/groups/entity.ts'
import { User } from '../../domain/people/users/entity.ts'
import { escortedGroupsOf, schedulesOf } from '../../domain/places/access-points/door-rules.ts'
import { AccessPoint } from '../../domain/places/access-points/entity.ts'
import { DoorSet, DoorSetMember } from '../../domain/places/door-sets/entity.ts'
import { Site } from '../../domain/places/sites/entity.ts'
import { type AccountId, GroupId, type PanelId, UserId } from '../../lib/ids.ts'
import { type EntityName, entityKey, entityPartition, relationPartition } from '../keys/common.ts'
import type { Item, Table } from '../table/types.ts'
import { areasOfPanel } from './areas.ts'
import { dependentPanelStore } from './dependent-panels.ts'
import { peopleReads } from './people-reads.ts'
import { targetRules } from './rule-writes.ts'

/** The schedules that a door has of its own: when it stands unlocked, and when it asks for more than a permission. */
const ownSchedules = ({ unlockScheduleId, doorRules }: AccessPoint) => [unlockScheduleId ?? [], schedulesOf(doorRules)].flat()

/**
 * Reads what a panel's rules are made from, and notes the panel for what it shares with others before it reads that
 * (`dependentPanelStore`). Every read is strong: a change that was made before the reading began is in it,
 * so a revocation is never compiled away.
 */
export const ruleSourceStore = (table: Table) => {
  const dependents = dependentPanelStore(table)
  const getMany = (accountId: AccountId, entity: EntityName, ids: readonly number[]) =>
    table.getMany(
      [...new Set(ids)].map((id) => entityKey(accountId, entity, id)),
      { consistent: true },
    )
  const all = (accountId: AccountId, entity: EntityName) =>
    table.query({ pk: entityPartition(accountId, entity), consistent: true })
  const related = (accountId: AccountId, relation: string, ownerId: number) =>
    table.query({ pk: relationPartition(accountId, relation, ownerId), consistent: true })

  /** These groups and all below them: whoever is in one of those is in these. */
  const withChildren = async (accountId: AccountId, groupIds: readonly number[]): Promise<number[]> => {
    let level = [...new Set(groupIds)]
    const found = new Set(level)
    for (let depth = 0; depth < maxGroupDepth && level.length > 0; depth += 1) {
      const children = await Promise.all(level.map((id) => related(accountId, 'group-children', id)))
      level = children
        .flat()
        .map(idOf)
        .filter((id) => !found.has(id))
      for (const id of level) found.add(id)
    }
    return [...found]
  }

  const rulesAt = async (accountId: AccountId, target: RuleTarget): Promise<AccessRule[]> =>
    (await table.query({ pk: targetRules(accountId, target), consistent: true })).map((item) => AccessRule.parse(item))

  /** A person and what they hold, read strongly; no user where there is none (any more). */
  const person = async (accountId: AccountId, userId: UserId): Promise<PersonSources> => {
    const [item, held] = await Promise.all([
      table.get(entityKey(accountId, 'user', userId)),
      related(accountId, 'user-credentials', userId),
    ])
    const credentials = await getMany(accountId, 'credential', held.map(idOf))
    return { id: userId, user: item && User.parse(item), credentials: credentials.map((one) => Credential.parse(one)) }
  }

  return {
    ...peopleReads(table),
    person,

    /** The first `limit` members of a group, in the order of their ids. */
    members: async (accountId: AccountId, groupId: GroupId, limit: number): Promise<UserId[]> => {
      const pk = relationPartition(accountId, 'group-users', groupId)
      return (await table.query({ pk, limit, consistent: true })).map((item) => UserId.parse(idOf(item)))
    },

    /** What the rules of the panel are made from besides people. Undefined when the panel is gone. */
    frame: async (accountId: AccountId, panelId: PanelId): Promise<FrameRead | undefined> => {
      const panel = await table.get(entityKey(accountId, 'panel', panelId))
      if (!panel) return undefined
      const { accessPointIds } = Panel.parse(panel)
      const [points, atDoors, inSets, atSides, areas] = await Promise.all([
        getMany(accountId, 'access-point', accessPointIds),
        Promise.all(accessPointIds.map((accessPointId) => rulesAt(accountId, { kind: 'door', accessPointId }))),
        Promise.all(accessPointIds.map((id) => related(accountId, 'door-sets', id))),
        Promise.all(accessPointIds.map((id) => related(accountId, 'readers', id))),
        areasOfPanel(table, accountId, panelId),
      ])
      const accessPoints = points.map((item) => AccessPoint.parse(item))
      const doorSets = inSets.flat().map((item) => DoorSetMember.parse(item))
      const siteIds = [...new Set(accessPoints.map(({ siteId }) => siteId))]
      const doorSetIds = [...new Set(doorSets.map(({ doorSetId }) => doorSetId))]
      await dependents.note(accountId, panelId, [
        ...siteIds.map((id) => ({ kind: 'site', id }) as const),
        ...doorSetIds.map((id) => ({ kind: 'door-set', id }) as const),
      ])
      const wide: RuleTarget[] = [
        ...siteIds.map((siteId) => ({ kind: 'site' as const, siteId })),
        ...doorSetIds.map((doorSetId) => ({ kind: 'door_set' as const, doorSetId })),
      ]
      const atWide = await Promise.all(wide.map((target) => rulesAt(accountId, target)))
      const rules = [...atDoors, ...atWide].flat()
      const scheduleIds = new Set([...rules.flatMap(({ scheduleId }) => scheduleId ?? []), ...accessPoints.flatMap(ownSchedules)])
      await dependents.note(
        accountId,
        panelId,
        [...scheduleIds].map((id) => ({ kind: 'schedule', id }) as const),
      )
      const [groupIds, found] = await Promise.all([
        withChildren(
          accountId,
          rules.flatMap(({ subject }) => (subject.kind === 'group' ? subject.groupId : [])),
        ),
        getMany(accountId, 'schedule', [...scheduleIds]),
      ])
      const schedules = found.map((item) => Schedule.parse(item))
      const enabling = [...new Set(schedules.flatMap(({ enablingGroupId }) => enablingGroupId ?? []))]
      const escorted = accessPoints.flatMap(({ doorRules }) => escortedGroupsOf(doorRules))
      const known = new Set([...groupIds, ...(await withChildren(accountId, [...enabling, ...escorted]))])
      await dependents.note(
        accountId,
        panelId,
        [...known].map((id) => ({ kind: 'group', id: GroupId.parse(id) }) as const),
      )
      const [sites, holidays, groups, sets] = await Promise.all([
        getMany(accountId, 'site', siteIds),
        all(accountId, 'holiday'),
        getMany(accountId, 'group', [...known]),
        getMany(accountId, 'door-set', doorSetIds),
      ])
      return {
        accountId,
        panelId,
        accessPoints,
        timeZones: new Map(sites.map((item) => Site.parse(item)).map(({ id, timeZone }) => [id, timeZone])),
        rules,
        doorSets,
        sets: sets.map((item) => DoorSet.parse(item)),
        readers: atSides.flat().map((item) => Reader.parse(item)),
        areas,
        groups: groups.map((item) => Group.parse(item)),
        passingGroupIds: groupIds,
        schedules,
        holidays: holidays.map((item) => Holiday.parse(item)),
      }
    },
  }
}

const idOf = (item: Item): number => Number(item.sk)
