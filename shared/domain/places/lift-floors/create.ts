import { LiftFloorId } from '../../../lib/ids.ts'
import { err, ok, type Result } from '../../../lib/result.ts'
import { raced } from '../../../lib/retry.ts'
import { untilFirst } from '../../change.ts'
import type { ChangedMeanwhile, NotFound } from '../../common-errors.ts'
import type { Deps } from '../../deps.ts'
import type { Principal } from '../../identity/principals/principal.ts'
import { type AuditObject, auditEvent } from '../../record/events/audit.ts'
import type { CreateLiftFloor, LiftFloor } from './entity.ts'
import type { RelayTaken } from './errors.ts'

/** What an audit event says of a floor. */
export const liftFloorAsObject = ({ id, name }: LiftFloor): AuditObject => ({ id, kind: 'lift_floor', name })

/** Adds a floor behind a door. */
export const createLiftFloor = async (
  deps: Pick<Deps, 'accessPoints' | 'liftFloors' | 'now' | 'newId' | 'newUuid' | 'pause'>,
  principal: Principal,
  input: CreateLiftFloor,
): Promise<Result<LiftFloor, NotFound<'access point'> | RelayTaken | ChangedMeanwhile>> => {
  const { accountId } = principal
  const { accessPointId, relay } = input
  return untilFirst(deps, 'lift floor', async () => {
    const point = await deps.accessPoints.get(accountId, accessPointId)
    if (!point) return err({ kind: 'not_found', what: 'access point', id: accessPointId })
    const now = deps.now()
    const id = LiftFloorId.parse(deps.newId())
    const floor: LiftFloor = { ...input, id, version: 1, panelId: point.panelId, createdAt: now, updatedAt: now }
    const event = auditEvent({ now, uuid: deps.newUuid() }, principal, 'lift_floor.created', liftFloorAsObject(floor))
    const added = await deps.liftFloors.add(accountId, floor, event)
    if (added.ok) return ok(floor)
    return added.reason === 'relay_taken' ? err({ kind: 'relay_taken', accessPointId, relay }) : raced
  })
}
