import type { AccessPointId } from '../../../lib/ids.ts'
import { err, ok, type Result } from '../../../lib/result.ts'
import { raced } from '../../../lib/retry.ts'
import { leaveScenarios } from '../../access/emergencies/change.ts'
import { dropOverrideOf } from '../../access/overrides/cancel.ts'
import { endRulesAt } from '../../access/rules/end-rules.ts'
import { untilFirst } from '../../change.ts'
import type { ChangedMeanwhile, NotFound } from '../../common-errors.ts'
import type { Deps } from '../../deps.ts'
import { takeCamerasFromDoor } from '../../devices/cameras/doors.ts'
import { removeReadersOf } from '../../devices/readers/remove.ts'
import type { Principal } from '../../identity/principals/principal.ts'
import { auditEvent } from '../../record/events/audit.ts'
import { leaveDoorSets } from '../door-sets/remove.ts'
import { accessPointAsObject } from './create.ts'
import type { AccessPoint } from './entity.ts'

type Needed = Pick<
  Deps,
  | 'accessPoints'
  | 'cameras'
  | 'doorSets'
  | 'emergencies'
  | 'panels'
  | 'postures'
  | 'readers'
  | 'rules'
  | 'whole'
  | 'now'
  | 'newUuid'
  | 'pause'
>

/**
 * Deletes a door. The access rules at it, its places in sets of doors, its readers, its cameras' places at it, its override and the
 * floors behind it go before it, so that none is left when the work breaks off; and once more after it, so that one which was made in the same instant goes too.
 */
export const removeAccessPoint = async (
  deps: Needed,
  principal: Principal,
  accessPointId: AccessPointId,
): Promise<Result<void, NotFound<'access point'> | ChangedMeanwhile>> => {
  const { accountId } = principal
  return untilFirst(deps, 'access point', async () => {
    const point = await deps.accessPoints.get(accountId, accessPointId)
    if (!point) return err({ kind: 'not_found', what: 'access point', id: accessPointId })
    if (!(await removeWhatHangsOn(deps, principal, point))) return raced
    // read last: every door that comes to the panel or leaves it changes the panel
    const panel = await deps.panels.get(accountId, point.panelId)
    if (!panel) return raced
    const stamp = { now: deps.now(), uuid: deps.newUuid() }
    const event = auditEvent(stamp, principal, 'access_point.deleted', accessPointAsObject(point))
    if (!(await deps.accessPoints.remove(accountId, point, panel, event)).ok) return raced
    await removeWhatHangsOn(deps, principal, point)
    return ok(undefined)
  })
}

/** False when others kept changing some of it. */
const removeWhatHangsOn = async (deps: Needed, principal: Principal, point: AccessPoint): Promise<boolean> => {
  const { accountId } = principal
  const accessPointId = point.id
  await endRulesAt(deps, accountId, { kind: 'door', accessPointId })
  const isOut = await leaveDoorSets(deps, accountId, accessPointId)
  const [hasNoFloors, hasNoReaders, hasNoCameras, hasNoOverride, isOutOfScenarios] = await Promise.all([
    removeFloorsOf(deps, principal, point),
    removeReadersOf(deps, principal, accessPointId),
    takeCamerasFromDoor(deps, principal, accessPointId),
    dropOverrideOf(deps, principal, point),
    leaveScenarios(deps, accountId, accessPointId),
  ])
  return isOut && hasNoFloors && hasNoReaders && hasNoCameras && hasNoOverride && isOutOfScenarios
}

/** Deletes the floors of a lift; false when others kept changing one. A floor that comes meanwhile changes the panel, so it is seen. */
const removeFloorsOf = async (deps: Needed, principal: Principal, { id, panelId }: AccessPoint): Promise<boolean> => {
  const points = await deps.accessPoints.ofPanel(principal.accountId, panelId)
  for (const point of points.filter(({ floor }) => floor?.liftId === id)) {
    const removed = await removeAccessPoint(deps, principal, point.id)
    if (!removed.ok && removed.error.kind === 'changed_meanwhile') return false
  }
  return true
}
