import { definedOf } from '../../../lib/defined.ts'
import type { LiftFloorId } from '../../../lib/ids.ts'
import { err, ok, type Result } from '../../../lib/result.ts'
import { raced } from '../../../lib/retry.ts'
import { untilFirst } from '../../change.ts'
import type { ChangedMeanwhile, NotFound } from '../../common-errors.ts'
import type { Deps } from '../../deps.ts'
import type { Principal } from '../../identity/principals/principal.ts'
import { auditEvent, propertyChanges } from '../../record/events/audit.ts'
import { liftFloorAsObject } from './create.ts'
import type { LiftFloor, LiftFloorChanges } from './entity.ts'
import type { RelayTaken } from './errors.ts'

/** Changes the properties that `wanted` names. */
export const updateLiftFloor = async (
  deps: Pick<Deps, 'liftFloors' | 'now' | 'newUuid' | 'pause'>,
  principal: Principal,
  liftFloorId: LiftFloorId,
  wanted: LiftFloorChanges,
): Promise<Result<LiftFloor, NotFound<'lift floor'> | RelayTaken | ChangedMeanwhile>> => {
  const { accountId } = principal
  return untilFirst(deps, 'lift floor', async () => {
    const floor = await deps.liftFloors.get(accountId, liftFloorId)
    if (!floor) return err({ kind: 'not_found', what: 'lift floor', id: liftFloorId })
    const now = deps.now()
    const next: LiftFloor = { ...floor, ...definedOf(wanted), version: floor.version + 1, updatedAt: now }
    const changes = propertyChanges(floor, next, ['name', 'number', 'relay'])
    if (changes.length === 0) return ok(floor)
    const event = auditEvent({ now, uuid: deps.newUuid() }, principal, 'lift_floor.updated', liftFloorAsObject(next), changes)
    const replaced = await deps.liftFloors.replace(accountId, floor, next, event)
    if (replaced.ok) return ok(next)
    if (replaced.reason !== 'relay_taken') return raced
    return err({ kind: 'relay_taken', accessPointId: floor.accessPointId, relay: next.relay })
  })
}
