import type { AccessPointId, LiftFloorId } from '../../../lib/ids.ts'
import { err, ok, type Result } from '../../../lib/result.ts'
import { raced } from '../../../lib/retry.ts'
import { endRulesAt } from '../../access/rules/end-rules.ts'
import { untilFirst } from '../../change.ts'
import type { ChangedMeanwhile, NotFound } from '../../common-errors.ts'
import type { Deps } from '../../deps.ts'
import type { Principal } from '../../identity/principals/principal.ts'
import { auditEvent } from '../../record/events/audit.ts'
import { liftFloorAsObject } from './create.ts'

/** Deletes a floor and the access rules at it. */
export const removeLiftFloor = async (
  deps: Pick<Deps, 'liftFloors' | 'rules' | 'now' | 'newUuid' | 'pause'>,
  principal: Principal,
  liftFloorId: LiftFloorId,
): Promise<Result<void, NotFound<'lift floor'> | ChangedMeanwhile>> => {
  const { accountId } = principal
  const target = { kind: 'lift_floor', liftFloorId } as const
  return untilFirst(deps, 'lift floor', async () => {
    const floor = await deps.liftFloors.get(accountId, liftFloorId)
    if (!floor) return err({ kind: 'not_found', what: 'lift floor', id: liftFloorId })
    await endRulesAt(deps, accountId, target)
    const stamp = { now: deps.now(), uuid: deps.newUuid() }
    const event = auditEvent(stamp, principal, 'lift_floor.deleted', liftFloorAsObject(floor))
    if (!(await deps.liftFloors.remove(accountId, floor, event)).ok) return raced
    await endRulesAt(deps, accountId, target)
    return ok(undefined)
  })
}

/** Deletes the floors behind a door that is being deleted; false when others kept changing one of them. */
export const removeLiftFloorsOf = async (
  deps: Pick<Deps, 'liftFloors' | 'rules' | 'now' | 'newUuid' | 'pause'>,
  principal: Principal,
  accessPointId: AccessPointId,
): Promise<boolean> => {
  for (const { id } of await deps.liftFloors.ofDoor(principal.accountId, accessPointId)) {
    const removed = await removeLiftFloor(deps, principal, id)
    if (!removed.ok && removed.error.kind === 'changed_meanwhile') return false
  }
  return true
}
