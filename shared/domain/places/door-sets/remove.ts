import type { AccessPointId, AccountId, DoorSetId } from '../../../lib/ids.ts'
import { err, ok, type Result } from '../../../lib/result.ts'
import { type Raced, raced, retryRaces } from '../../../lib/retry.ts'
import { endRulesAt } from '../../access/rules/end-rules.ts'
import { untilFirst } from '../../change.ts'
import type { ChangedMeanwhile, NotFound } from '../../common-errors.ts'
import type { Deps } from '../../deps.ts'
import type { Principal } from '../../identity/principals/principal.ts'
import { auditEvent } from '../../record/events/audit.ts'
import { doorSetAsObject, doorsAtOnce } from './change-doors.ts'
import type { DoorSet } from './entity.ts'

/**
 * Deletes a set. Access ends first: the rules at it go, then its doors are taken out, then the set. Should that be cut short, the
 * set is still there to be deleted again.
 */
export const removeDoorSet = async (
  deps: Pick<Deps, 'doorSets' | 'rules' | 'now' | 'newUuid' | 'pause'>,
  principal: Principal,
  doorSetId: DoorSetId,
): Promise<Result<void, NotFound<'door set'> | ChangedMeanwhile>> => {
  const { accountId } = principal
  const target = { kind: 'door_set', doorSetId } as const
  return untilFirst(deps, 'door set', async () => {
    const set = await deps.doorSets.get(accountId, doorSetId)
    if (!set) return err({ kind: 'not_found', what: 'door set', id: doorSetId })
    await endRulesAt(deps, accountId, target)
    const empty = await emptied(deps, accountId, set)
    if (empty === raced) return raced
    const event = auditEvent({ now: deps.now(), uuid: deps.newUuid() }, principal, 'door_set.deleted', doorSetAsObject(empty))
    if (!(await deps.doorSets.remove(accountId, empty, event)).ok) return raced
    await endRulesAt(deps, accountId, target)
    return ok(undefined)
  })
}

/** Takes every door out of the set as it was read; a door that comes meanwhile changes the set's version. */
const emptied = async (deps: Pick<Deps, 'doorSets' | 'now'>, accountId: AccountId, set: DoorSet): Promise<DoorSet | Raced> => {
  const members = await deps.doorSets.membersOf(accountId, set.id)
  let current = set
  for (let start = 0; start < members.length; start += doorsAtOnce) {
    const next = { ...current, version: current.version + 1, updatedAt: deps.now() }
    const step = members.slice(start, start + doorsAtOnce).map((before) => ({ before }))
    if (!(await deps.doorSets.change(accountId, current, next, step, undefined)).ok) return raced
    current = next
  }
  return current
}

/** Takes a door that is being deleted out of every set; false when others kept changing one of them. */
export const leaveDoorSets = async (
  deps: Pick<Deps, 'doorSets' | 'now' | 'pause'>,
  accountId: AccountId,
  accessPointId: AccessPointId,
): Promise<boolean> => {
  const left = await retryRaces(deps.pause, async () => {
    for (const member of await deps.doorSets.ofDoor(accountId, accessPointId)) {
      const set = await deps.doorSets.get(accountId, member.doorSetId)
      if (!set) continue
      const next = { ...set, version: set.version + 1, updatedAt: deps.now() }
      if (!(await deps.doorSets.change(accountId, set, next, [{ before: member }], undefined)).ok) return raced
    }
    return true
  })
  return left !== raced
}
