import { DoorSetId } from '../../../lib/ids.ts'
import { err, type Result } from '../../../lib/result.ts'
import type { ChangedMeanwhile } from '../../common-errors.ts'
import type { Deps } from '../../deps.ts'
import type { Principal } from '../../identity/principals/principal.ts'
import { auditEvent } from '../../record/events/audit.ts'
import { checkDoors, doorSetAsObject } from './change-doors.ts'
import type { CreateDoorSet, DoorSet } from './entity.ts'
import { planMembers } from './plan.ts'
import { type DoorSetChangeError, updateDoorSet } from './update.ts'

type Needed = Pick<Deps, 'accessPoints' | 'doorSets' | 'now' | 'newId' | 'newUuid' | 'pause'>

/** Adds a set, and then its doors. Nothing is added when a door does not exist or may not be in it. */
export const createDoorSet = async (
  deps: Needed,
  principal: Principal,
  { doors, ...input }: CreateDoorSet,
): Promise<Result<DoorSet, DoorSetChangeError | ChangedMeanwhile>> => {
  const { accountId } = principal
  const now = deps.now()
  const set: DoorSet = { ...input, id: DoorSetId.parse(deps.newId()), version: 1, createdAt: now, updatedAt: now }
  const checked = await checkDoors(deps, accountId, set, planMembers([], { all: doors }))
  if (!checked.ok) return checked
  const event = auditEvent({ now, uuid: deps.newUuid() }, principal, 'door_set.created', doorSetAsObject(set))
  if (!(await deps.doorSets.add(accountId, set, event)).ok) return err({ kind: 'changed_meanwhile', what: 'door set' })
  return updateDoorSet(deps, principal, set.id, { doors: { put: doors } })
}
