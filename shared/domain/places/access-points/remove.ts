import type { AccessPointId, AccountId } from '../../../lib/ids.ts'
import { err, ok, type Result } from '../../../lib/result.ts'
import { raced } from '../../../lib/retry.ts'
import { overrideAt } from '../../access/decisions/posture.ts'
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
import type { AccessPointHeld } from './errors.ts'

export type RemoveAccessPointError = NotFound<'access point'> | AccessPointHeld | ChangedMeanwhile

type Needed = Pick<
  Deps,
  | 'accessPoints'
  | 'areas'
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
 * Deletes an access point that nothing holds: one that an override or an emergency holds stays, since its panel would let go of it before
 * it has the rules without it, and so does a border of an area, which might do nothing without it. The access rules at it, its places in sets of doors, its readers, its cameras' places at it, its override and the
 * floors behind it go before it, so that none is left when the work breaks off; and once more after it, so that one which was made in the same instant goes too.
 */
export const removeAccessPoint = async (
  deps: Needed,
  principal: Principal,
  accessPointId: AccessPointId,
): Promise<Result<void, RemoveAccessPointError>> => {
  const { accountId } = principal
  return untilFirst<Result<void, RemoveAccessPointError>>(deps, 'access point', async () => {
    const point = await deps.accessPoints.get(accountId, accessPointId)
    if (!point) return err({ kind: 'not_found', what: 'access point', id: accessPointId })
    const held = await findHeld(deps, accountId, [point, ...(await floorsOf(deps, accountId, point))])
    if (held) return err(held)
    if (!(await removeWhatHangsOn(deps, principal, point))) return raced
    // read last: every door that comes to the panel or leaves it changes the panel
    const panel = await deps.panels.get(accountId, point.panelId)
    if (!panel) return raced
    // an area that came meanwhile changes the panel too, or is found here
    const bordering = await findBorder(deps, accountId, [point])
    if (bordering) return err(bordering)
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
const removeFloorsOf = async (deps: Needed, principal: Principal, lift: AccessPoint): Promise<boolean> => {
  for (const floor of await floorsOf(deps, principal.accountId, lift)) {
    const removed = await removeAccessPoint(deps, principal, floor.id)
    if (!removed.ok && removed.error.kind !== 'not_found') return false
  }
  return true
}

const floorsOf = async (
  deps: Pick<Deps, 'accessPoints'>,
  accountId: AccountId,
  { id, panelId, type }: AccessPoint,
): Promise<AccessPoint[]> =>
  type === 'DOOR' ? (await deps.accessPoints.ofPanel(accountId, panelId)).filter(({ floor }) => floor?.liftId === id) : []

/** The first of these access points of one panel that an override, an emergency scenario or an area holds. The full scenarios hold whatever there is. */
const findHeld = async (
  deps: Pick<Deps, 'areas' | 'emergencies' | 'postures' | 'now'>,
  accountId: AccountId,
  points: readonly [AccessPoint, ...AccessPoint[]],
): Promise<AccessPointHeld | undefined> => {
  const [posture, active] = await Promise.all([
    deps.postures.get(accountId, points[0].panelId),
    deps.emergencies.active(accountId),
  ])
  const now = deps.now()
  const overridden = points.find(({ id }) => overrideAt(posture, id, now))
  if (overridden) return { kind: 'access_point_held', name: overridden.name, by: 'override' }
  const inEmergency = points.find(({ id }) => active.some(({ accessPointIds }) => accessPointIds.includes(id)))
  if (inEmergency) return { kind: 'access_point_held', name: inEmergency.name, by: 'emergency' }
  return findBorder(deps, accountId, points)
}

/** The first of these access points of one panel that is a border of an area. */
const findBorder = async (
  deps: Pick<Deps, 'areas'>,
  accountId: AccountId,
  points: readonly [AccessPoint, ...AccessPoint[]],
): Promise<AccessPointHeld | undefined> => {
  const areas = await deps.areas.ofPanel(accountId, points[0].panelId)
  const ids = new Set<number>(areas.flatMap(({ borders }) => borders.map(({ accessPointId }) => accessPointId)))
  const border = points.find(({ id }) => ids.has(id))
  return border && { kind: 'access_point_held', name: border.name, by: 'area' }
}
