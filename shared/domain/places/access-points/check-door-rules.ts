import type { AccessPointId, AccountId } from '../../../lib/ids.ts'
import type { Area } from '../../access/areas/entity.ts'
import type { Schedule } from '../../access/schedules/entity.ts'
import type { Deps } from '../../deps.ts'
import { type DoorRules, escortedGroupsOf, schedulesOf } from './door-rules.ts'
import type { AccessPoint, AccessPointChanges } from './entity.ts'
import type { DoorRulesInvalid, DoorRulesProblem, ScheduledDoorRule } from './errors.ts'
import { abilitiesOf } from './types.ts'

/** What a change of a door names. */
type Asked = Pick<AccessPointChanges, 'doorRules' | 'twoFactorEnabled' | 'unlockScheduleId'>

/** What a door names in what it asks for, as it was found. */
export type Named = {
  doors: readonly AccessPoint[]
  groups: readonly { id: number }[]
  schedules: readonly Pick<Schedule, 'id' | 'siteId'>[]
  /** Those of its panel. */
  areas: readonly Area[]
}

/** Why the settings of one door do not go together. */
export const conflictOf = (
  { doorRules, twoFactorEnabled, unlockScheduleId }: Pick<AccessPoint, 'doorRules' | 'twoFactorEnabled' | 'unlockScheduleId'>,
  asked: Asked,
): DoorRulesProblem | undefined => {
  if (doorRules?.factors && twoFactorEnabled) {
    return { problem: 'two_factor_enabled', setting: asked.doorRules ? 'doorRules' : 'twoFactorEnabled' }
  }
  if (doorRules?.interlock && unlockScheduleId !== undefined) {
    return { problem: 'own_unlock_schedule', setting: asked.doorRules ? 'doorRules' : 'unlockScheduleId' }
  }
  return undefined
}

/** The door of the same panel whose interlock names the door with this id: a door that stands unlocked by a schedule would keep it shut. */
export const interlockNaming = (id: AccessPointId, doors: readonly Pick<AccessPoint, 'id' | 'doorRules'>[]) =>
  doors.find((door) => door.id !== id && door.doorRules?.interlock?.accessPointIds.includes(id))

/** What is wrong with what a door names; what it named `before` may be gone. */
export const wrongNameOf = (
  { id, panelId, siteId, doorRules }: Pick<AccessPoint, 'id' | 'panelId' | 'siteId' | 'doorRules'>,
  { doors, groups, schedules, areas }: Named,
  before: DoorRules = {},
): DoorRulesProblem | undefined => {
  const [had, found] = [new Set<number>(escortedGroupsOf(before)), new Set<number>(groups.map((group) => group.id))]
  const groupId = escortedGroupsOf(doorRules).find((one) => !found.has(one) && !had.has(one))
  if (groupId !== undefined) return { problem: 'group_missing', groupId }
  for (const rule of ['factors', 'twoPerson'] satisfies ScheduledDoorRule[]) {
    const scheduleId = doorRules?.[rule]?.scheduleId
    if (scheduleId === undefined) continue
    const schedule = schedules.find((one) => one.id === scheduleId)
    if (!schedule && !schedulesOf(before).includes(scheduleId)) return { problem: 'schedule_missing', rule, scheduleId }
    if (schedule?.siteId !== undefined && schedule.siteId !== siteId) {
      return { problem: 'schedule_of_other_site', rule, scheduleId }
    }
  }
  const { twoPerson } = doorRules ?? {}
  const full = areas.find(
    ({ occupancy, borders }) =>
      occupancy?.limit === 1 &&
      borders.some(
        ({ accessPointId, side, direction }) =>
          accessPointId === id && direction === 'in' && twoPerson && (twoPerson.side ?? side) === side,
      ),
  )
  if (full) return { problem: 'area_holds_one', areaId: full.id }
  for (const accessPointId of doorRules?.interlock?.accessPointIds ?? []) {
    if (accessPointId === id) return { problem: 'interlocked_with_itself' }
    const door = doors.find((one) => one.id === accessPointId)
    if (!door && before.interlock?.accessPointIds.includes(accessPointId)) continue
    if (!door) return { problem: 'door_missing', accessPointId }
    if (door.panelId !== panelId) return { problem: 'other_panel', accessPointId }
    const { locks, reads } = abilitiesOf(door.type)
    if (!locks || !reads) return { problem: 'not_a_door', accessPointId }
    if (door.unlockScheduleId !== undefined) return { problem: 'unlock_schedule', accessPointId }
  }
  return undefined
}

/**
 * Whether a door, as it is after a change, can ask for what it is to ask for. What it names is read only when the change names it, and names
 * that the caller does not see are answered like ones that do not exist.
 */
export const checkDoorRules = async (
  deps: Pick<Deps, 'accessPoints' | 'areas' | 'groups' | 'schedules'>,
  accountId: AccountId,
  next: AccessPoint,
  asked: Asked,
  before?: AccessPoint,
): Promise<DoorRulesInvalid | undefined> => {
  const conflict = conflictOf(next, asked)
  if (conflict) return { kind: 'door_rules_invalid', ...conflict }
  // what was made a moment ago counts
  const strongly = { consistent: true }
  if (before && next.unlockScheduleId !== undefined && next.unlockScheduleId !== before.unlockScheduleId) {
    const naming = interlockNaming(next.id, await deps.accessPoints.ofPanel(accountId, next.panelId, strongly))
    if (naming) return { kind: 'door_rules_invalid', problem: 'named_by_interlock', accessPointId: naming.id }
  }
  if (!asked.doorRules) return undefined
  const [areas, doors, groups, schedules] = await Promise.all([
    before && asked.doorRules.twoPerson ? deps.areas.ofPanel(accountId, next.panelId) : [],
    deps.accessPoints.getMany(accountId, [...(asked.doorRules.interlock?.accessPointIds ?? [])], strongly),
    deps.groups.getMany(accountId, [...escortedGroupsOf(asked.doorRules)], strongly),
    deps.schedules.getMany(accountId, [...new Set(schedulesOf(asked.doorRules))], strongly),
  ])
  const wrong = wrongNameOf(next, { doors, groups, schedules, areas }, before?.doorRules)
  return wrong && { kind: 'door_rules_invalid', ...wrong }
}
