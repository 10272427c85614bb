import { DoorSetId } from '../../../lib/ids.ts'
import { err, type Result } from '../../../lib/result.ts'
import type { ChangedMeanwhile } from '../../common-errors.ts'
import type { Deps } from '../../deps.ts'
import type { Principal } from '../../identity/principals/principal.ts'
import { auditEvent, propertyChanges } from '../../record/events/audit.ts'
import { checkDoors, doorSetAsObject } from './change-doors.ts'
import { type CreateDoorSet, type DoorSet, secretDoorSetProperties } from './entity.ts'
import { planMembers } from './plan.ts'
import { type DoorSetChangeError, updateDoorSet } from './update.ts'
import { checkZoneCode, refusedZoneCode } from './zone-code.ts'

type Needed = Pick<Deps, 'accessPoints' | 'accounts' | 'doorSets' | 'now' | 'newId' | 'newUuid' | 'pause'>

/** Adds a set, and then its doors. Nothing is added when a door does not exist or may not be in it. */
export const createDoorSet = async (
  deps: Needed,
  principal: Principal,
  { doors, ...input }: CreateDoorSet,
): Promise<Result<DoorSet, DoorSetChangeError | ChangedMeanwhile>> => {
  const { accountId } = principal
  const invalid = await checkZoneCode(deps, accountId, input.zoneCode)
  if (invalid) return err(invalid)
  const now = deps.now()
  const set: DoorSet = { ...input, id: DoorSetId.parse(deps.newId()), version: 1, createdAt: now, updatedAt: now }
  const checked = await checkDoors(deps, accountId, set, planMembers([], { all: doors }))
  if (!checked.ok) return checked
  const changes = propertyChanges({}, set, ['zoneCode', 'silentAlarm'], secretDoorSetProperties)
  const event = auditEvent({ now, uuid: deps.newUuid() }, principal, 'door_set.created', doorSetAsObject(set), changes)
  const added = await deps.doorSets.add(accountId, set, event)
  if (!added.ok) {
    if (added.reason === 'taken' || added.reason === 'neighbour') return err(refusedZoneCode(added.reason))
    return err({ kind: 'changed_meanwhile', what: 'door set' })
  }
  return updateDoorSet(deps, principal, set.id, { doors: { put: doors } })
}
