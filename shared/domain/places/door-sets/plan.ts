import type { AccessPointId } from '../../../lib/ids.ts'
import type { DoorInSet, DoorSetChanges, DoorSetMember } from './entity.ts'

/** One door whose place in a set changes; without `after` it is taken out, without `before` it is new. */
export type MemberChange = { accessPointId: AccessPointId; before?: DoorSetMember; after?: DoorInSet }

/**
 * What has to change for a set to have the doors that are asked for: doors that are taken out come first, since that takes access
 * away. A door that is named twice, by each of its sides, is in the set by both.
 */
export const planMembers = (members: readonly DoorSetMember[], wanted: DoorSetChanges['doors']): MemberChange[] => {
  if (!wanted) return []
  const before = new Map(members.map((member) => [member.accessPointId, member]))
  const put = merged('all' in wanted ? wanted.all : (wanted.put ?? []))
  const removed = 'all' in wanted ? [...before.keys()].filter((id) => !put.has(id)) : (wanted.remove ?? [])
  return [
    ...[...new Set(removed)].flatMap((accessPointId): MemberChange[] => {
      const member = before.get(accessPointId)
      return member && !put.has(accessPointId) ? [{ accessPointId, before: member }] : []
    }),
    ...[...put.values()].flatMap((after): MemberChange[] => {
      const member = before.get(after.accessPointId)
      if (!member) return [{ accessPointId: after.accessPointId, after }]
      return member.side === after.side ? [] : [{ accessPointId: after.accessPointId, before: member, after }]
    }),
  ]
}

const merged = (doors: readonly DoorInSet[]): Map<AccessPointId, DoorInSet> => {
  const byDoor = new Map<AccessPointId, DoorInSet>()
  for (const door of doors) {
    const other = byDoor.get(door.accessPointId)
    byDoor.set(door.accessPointId, other && other.side !== door.side ? { accessPointId: door.accessPointId } : door)
  }
  return byDoor
}
