import { definedOf } from '../../../lib/defined.ts'
import type { CameraId } from '../../../lib/ids.ts'
import { err, ok, type Result } from '../../../lib/result.ts'
import { raced } from '../../../lib/retry.ts'
import { untilFirst } from '../../change.ts'
import type { ChangedMeanwhile, NotFound } from '../../common-errors.ts'
import type { Deps } from '../../deps.ts'
import type { Principal } from '../../identity/principals/principal.ts'
import { auditEvent, propertyChanges } from '../../record/events/audit.ts'
import { cameraAsObject, unknownProvider } from './create.ts'
import type { Camera, CameraChanges } from './entity.ts'
import type { CameraRegistered, VideoProviderUnknown } from './errors.ts'

const properties = ['name', 'siteId', 'siteName', 'provider', 'providerCameraId'] as const

/**
 * Changes the properties that `changes` names. A camera that moves to another site stays at its doors: it may show a door of the
 * site next to its own.
 */
export const updateCamera = async (
  deps: Pick<Deps, 'cameras' | 'sites' | 'video' | 'now' | 'newUuid' | 'pause'>,
  principal: Principal,
  cameraId: CameraId,
  changes: CameraChanges,
): Promise<Result<Camera, NotFound<'camera' | 'site'> | VideoProviderUnknown | CameraRegistered | ChangedMeanwhile>> => {
  const { accountId } = principal
  return untilFirst(deps, 'camera', async () => {
    const camera = await deps.cameras.get(accountId, cameraId)
    if (!camera) return err({ kind: 'not_found', what: 'camera', id: cameraId })
    const given: Camera = { ...camera, ...definedOf(changes) }
    const unknown = given.provider === camera.provider ? undefined : await unknownProvider(deps, given.provider)
    if (unknown) return err(unknown)
    const site = given.siteId === camera.siteId ? undefined : await deps.sites.get(accountId, given.siteId)
    if (given.siteId !== camera.siteId && !site) return err({ kind: 'not_found', what: 'site', id: given.siteId })
    const now = deps.now()
    const siteName = site?.siteName ?? camera.siteName
    const next: Camera = { ...given, siteName, version: camera.version + 1, updatedAt: now }
    const changed = propertyChanges(camera, next, properties)
    if (changed.length === 0) return ok(camera)
    const event = auditEvent({ now, uuid: deps.newUuid() }, principal, 'camera.updated', cameraAsObject(next), changed)
    const replaced = await deps.cameras.replace(accountId, camera, next, event, site)
    if (replaced.ok) return ok(next)
    const { provider, providerCameraId } = next
    return replaced.reason === 'registered' ? err({ kind: 'camera_registered', provider, providerCameraId }) : raced
  })
}
