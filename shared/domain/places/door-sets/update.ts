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
import {
  type DoorSet,
  type DoorSetChanges,
  type DoorSetMember,
  doorSetProperties,
  type StoredChange,
  secretDoorSetProperties,
  withSettings,
} from './entity.ts'
import type { DoorInExclusiveSet, ZoneCodeInvalid } from './errors.ts'
import { type MemberChange, planMembers } from './plan.ts'
import { checkZoneCode, refusedZoneCode } from './zone-code.ts'

export type DoorSetChangeError = NotFound<'door set' | 'access point'> | DoorInExclusiveSet | ZoneCodeInvalid | ChangedMeanwhile

/**
 * Changes the name of a set, its codes and the doors in it, a few doors in each transaction: first those that are taken out. What a fault
 * leaves undone, a repeat does. Panels of the doors that came, went or changed their side get their rules again, no others.
 */
export const updateDoorSet = async (
  deps: Pick<Deps, 'accessPoints' | 'accounts' | 'doorSets' | 'now' | 'newUuid' | 'pause'>,
  principal: Principal,
  doorSetId: DoorSetId,
  wanted: DoorSetChanges,
): Promise<Result<DoorSet, DoorSetChangeError>> => {
  const { accountId } = principal
  return untilFirst(deps, 'door set', async () => {
    const [set, members] = await Promise.all([
      deps.doorSets.get(accountId, doorSetId),
      wanted.doors || wanted.zoneCode ? deps.doorSets.membersOf(accountId, doorSetId) : [],
    ])
    if (!set) return err({ kind: 'not_found', what: 'door set', id: doorSetId })
    const settled = withSettings(set, wanted)
    const invalid = await checkZoneCode(deps, accountId, wanted.zoneCode, set)
    if (invalid) return err(invalid)
    const plan = planMembers(members, wanted.doors)
    const checked = await checkDoors(deps, accountId, settled, plan)
    if (!checked.ok) return checked
    if (settled.zoneCode !== set.zoneCode) {
      const stay = await checkDoors(deps, accountId, settled, staying(members, plan))
      if (!stay.ok && stay.error.kind === 'zone_code_invalid') return stay
    }
    let current = set
    for (const step of steps(checked.value)) {
      const now = deps.now()
      const next: DoorSet = { ...settled, version: current.version + 1, updatedAt: now }
      const changes = [...propertyChanges(current, next, doorSetProperties, secretDoorSetProperties), ...step.flatMap(doorChange)]
      if (changes.length === 0) return ok(current)
      const event = auditEvent({ now, uuid: deps.newUuid() }, principal, 'door_set.updated', doorSetAsObject(next), changes)
      const changed = await deps.doorSets.change(accountId, current, next, step, event)
      if (!changed.ok) {
        if (changed.reason === 'taken' || changed.reason === 'neighbour') return err(refusedZoneCode(changed.reason))
        return raced
      }
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

/** The doors that a set keeps, as if they came in: a new zone code has to suit them too. */
const staying = (members: readonly DoorSetMember[], plan: readonly MemberChange[]): MemberChange[] => {
  const changing = new Set(plan.map(({ accessPointId }) => accessPointId))
  return members
    .filter(({ accessPointId }) => !changing.has(accessPointId))
    .map((member) => ({ accessPointId: member.accessPointId, before: member, after: member }))
}

const doorChange = ({ before, after }: StoredChange): PropertyChange[] =>
  propertyChanges({ accessPoint: doorText(before) }, { accessPoint: doorText(after) }, ['accessPoint'])

const doorText = (door: DoorSetMember | undefined): string | undefined =>
  door && (door.side === undefined ? String(door.accessPointId) : `${door.accessPointId} side ${door.side}`)
