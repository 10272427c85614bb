import type { DoorSetId } from '../../../lib/ids.ts'
import { err, ok, type Result } from '../../../lib/result.ts'
import { raced } from '../../../lib/retry.ts'
import { untilFirst } from '../../change.ts'
import type { ChangedMeanwhile, NotFound } from '../../common-errors.ts'
import type { Deps } from '../../deps.ts'
import type { Principal } from '../../identity/principals/principal.ts'
import { auditEvent, propertyChanges } from '../../record/events/audit.ts'
import type { PropertyChange } from '../../record/events/entity.ts'
import { checkDoors, doorSetAsObject, doorsAtOnce } from './change-doors.ts'
import type { DoorSet, DoorSetChanges, DoorSetMember, StoredChange } from './entity.ts'
import type { DoorInExclusiveSet } from './errors.ts'
import { planMembers } from './plan.ts'

export type DoorSetChangeError = NotFound<'door set' | 'access point'> | DoorInExclusiveSet | ChangedMeanwhile

/**
 * Changes the name of a set and the doors in it, a few doors in each transaction: first those that are taken out. What a fault
 * leaves undone, a repeat does. Panels of the doors that came, went or changed their side get their rules again, no others.
 */
export const updateDoorSet = async (
  deps: Pick<Deps, 'accessPoints' | 'doorSets' | 'now' | 'newUuid' | 'pause'>,
  principal: Principal,
  doorSetId: DoorSetId,
  wanted: DoorSetChanges,
): Promise<Result<DoorSet, DoorSetChangeError>> => {
  const { accountId } = principal
  return untilFirst(deps, 'door set', async () => {
    const [set, members] = await Promise.all([
      deps.doorSets.get(accountId, doorSetId),
      wanted.doors ? deps.doorSets.membersOf(accountId, doorSetId) : [],
    ])
    if (!set) return err({ kind: 'not_found', what: 'door set', id: doorSetId })
    const checked = await checkDoors(deps, accountId, set, planMembers(members, wanted.doors))
    if (!checked.ok) return checked
    let current = set
    for (const step of steps(checked.value)) {
      const now = deps.now()
      const next: DoorSet = { ...current, name: wanted.name ?? set.name, version: current.version + 1, updatedAt: now }
      const changes = [...propertyChanges(current, next, ['name']), ...step.flatMap(doorChange)]
      if (changes.length === 0) return ok(current)
      const event = auditEvent({ now, uuid: deps.newUuid() }, principal, 'door_set.updated', doorSetAsObject(next), changes)
      if (!(await deps.doorSets.change(accountId, next, step, event)).ok) return raced
      current = next
    }
    return ok(current)
  })
}

/** The changes in parts of one transaction each; one empty part when there are none, for the name. */
const steps = (changes: readonly StoredChange[]): StoredChange[][] => {
  const parts = Math.max(1, Math.ceil(changes.length / doorsAtOnce))
  return Array.from({ length: parts }, (_, part) => changes.slice(part * doorsAtOnce, (part + 1) * doorsAtOnce))
}

const doorChange = ({ before, after }: StoredChange): PropertyChange[] =>
  propertyChanges({ accessPoint: doorText(before) }, { accessPoint: doorText(after) }, ['accessPoint'])

const doorText = (door: DoorSetMember | undefined): string | undefined =>
  door && (door.side === undefined ? String(door.accessPointId) : `${door.accessPointId} side ${door.side}`)
