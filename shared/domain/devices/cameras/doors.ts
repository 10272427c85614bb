import type { AccessPointId, CameraId } from '../../../lib/ids.ts'
import { err, ok, type Result } from '../../../lib/result.ts'
import { raced } from '../../../lib/retry.ts'
import { untilFirst } from '../../change.ts'
import type { ChangedMeanwhile, NotFound } from '../../common-errors.ts'
import type { Deps } from '../../deps.ts'
import type { Principal } from '../../identity/principals/principal.ts'
import { auditEvent, propertyChanges } from '../../record/events/audit.ts'
import { whole } from '../../whole.ts'
import { cameraAsObject } from './create.ts'
import { type Camera, maxDoorsOfCamera } from './entity.ts'
import type { CameraFull } from './errors.ts'

type Needed = Pick<Deps, 'accessPoints' | 'cameras' | 'now' | 'newUuid' | 'pause'>

/** Puts a camera to a door that it shows; one that is there already stays. The door may be of another site. */
export const putCameraToDoor = async (
  deps: Needed,
  principal: Principal,
  cameraId: CameraId,
  accessPointId: AccessPointId,
): Promise<Result<void, NotFound<'camera' | 'access point'> | CameraFull | ChangedMeanwhile>> => {
  const { accountId } = principal
  return untilFirst(deps, 'camera', async () => {
    const [camera, point] = await Promise.all([
      deps.cameras.get(accountId, cameraId),
      deps.accessPoints.get(accountId, accessPointId),
    ])
    if (!camera) return err({ kind: 'not_found', what: 'camera', id: cameraId })
    if (!point) return err({ kind: 'not_found', what: 'access point', id: accessPointId })
    const { accessPointIds } = camera
    if (accessPointIds.includes(accessPointId)) return ok(undefined)
    if (accessPointIds.length >= maxDoorsOfCamera) return err({ kind: 'camera_full', cameraId, maximum: maxDoorsOfCamera })
    const replaced = await replaceDoors(deps, principal, camera, { after: accessPointId })
    return replaced ? ok(undefined) : raced
  })
}

/** Takes a camera away from a door; from one that it is not at, as from one that does not exist, there is nothing to take. */
export const takeCameraFromDoor = async (
  deps: Omit<Needed, 'accessPoints'>,
  principal: Principal,
  cameraId: CameraId,
  accessPointId: AccessPointId,
): Promise<Result<void, NotFound<'camera'> | ChangedMeanwhile>> =>
  untilFirst(deps, 'camera', async () => {
    const camera = await deps.cameras.get(principal.accountId, cameraId)
    if (!camera) return err({ kind: 'not_found', what: 'camera', id: cameraId })
    if (!camera.accessPointIds.includes(accessPointId)) return ok(undefined)
    return (await replaceDoors(deps, principal, camera, { before: accessPointId })) ? ok(undefined) : raced
  })

/**
 * Takes every camera away from a door that is being deleted, those of sites that the caller does not see too; false when others kept
 * changing one of them.
 */
export const takeCamerasFromDoor = async (
  deps: Omit<Needed, 'accessPoints'> & Pick<Deps, 'whole'>,
  principal: Principal,
  accessPointId: AccessPointId,
): Promise<boolean> => {
  const all = whole(deps)
  for (const cameraId of await all.cameras.idsAtDoor(principal.accountId, accessPointId)) {
    const taken = await takeCameraFromDoor(all, principal, cameraId, accessPointId)
    if (!taken.ok && taken.error.kind === 'changed_meanwhile') return false
  }
  return true
}

/** Gives the camera one door more (`after`) or one less (`before`); false when another writer was first. */
const replaceDoors = async (
  deps: Omit<Needed, 'accessPoints'>,
  principal: Principal,
  camera: Camera,
  door: { before?: AccessPointId; after?: AccessPointId },
): Promise<boolean> => {
  const now = deps.now()
  const kept = camera.accessPointIds.filter((id) => id !== door.before)
  const next: Camera = {
    ...camera,
    accessPointIds: door.after === undefined ? kept : [...kept, door.after],
    version: camera.version + 1,
    updatedAt: now,
  }
  const changes = propertyChanges({ accessPoint: door.before }, { accessPoint: door.after }, ['accessPoint'])
  const event = auditEvent({ now, uuid: deps.newUuid() }, principal, 'camera.updated', cameraAsObject(next), changes)
  return (await deps.cameras.replace(principal.accountId, camera, next, event)).ok
}
