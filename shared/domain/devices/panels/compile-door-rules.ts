import { definedOf } from '../../../lib/defined.ts'
import type { AccessPointId, GroupId } from '../../../lib/ids.ts'
import { type DoorRules, escortedGroupsOf } from '../../places/access-points/door-rules.ts'
import type { Compiled } from './compiled-fields.ts'

type Point = Pick<Compiled<'access-point'>, 'id' | 'doorRules'>

/**
 * What each of these doors of one panel asks for besides a permission, with what still exists of what it names: an escort without groups and an
 * interlock without doors are none. An interlock holds in both directions, whichever door names it. A schedule that is gone stays named, so that what
 * it limited is always asked.
 */
export const compileDoorRules = (
  points: readonly Point[],
  groups: ReadonlySet<number>,
): { at: ReadonlyMap<AccessPointId, DoorRules>; escorted: ReadonlySet<number> } => {
  const interlocks = interlocksOf(points)
  const at = new Map<AccessPointId, DoorRules>()
  for (const { id, doorRules } of points) {
    const groupIds = escortedGroupsOf(doorRules).filter((groupId) => groups.has(groupId))
    const accessPointIds = [...(interlocks.get(id) ?? [])].sort((one, other) => one - other)
    const rules: DoorRules = definedOf({
      factors: doorRules?.factors,
      twoPerson: doorRules?.twoPerson,
      escort: groupIds.length > 0 ? { groupIds: inOrder(groupIds) } : undefined,
      interlock: accessPointIds.length > 0 ? { accessPointIds } : undefined,
    })
    if (Object.keys(rules).length > 0) at.set(id, rules)
  }
  return { at, escorted: new Set([...at.values()].flatMap((rules) => [...escortedGroupsOf(rules)])) }
}

const inOrder = (ids: readonly GroupId[]): GroupId[] => [...new Set(ids)].sort((one, other) => one - other)

/** The doors that each door is interlocked with: those that it names, and those that name it. */
const interlocksOf = (points: readonly Point[]): Map<AccessPointId, Set<AccessPointId>> => {
  const known = new Map(points.map(({ id }) => [id, new Set<AccessPointId>()]))
  for (const { id, doorRules } of points)
    for (const other of doorRules?.interlock?.accessPointIds ?? []) {
      if (other === id || !known.has(other)) continue
      known.get(id)?.add(other)
      known.get(other)?.add(id)
    }
  return known
}
