import { CameraId } from '../../../lib/ids.ts'
import { err, ok, type Result } from '../../../lib/result.ts'
import { raced } from '../../../lib/retry.ts'
import { untilFirst } from '../../change.ts'
import type { ChangedMeanwhile, NotFound } from '../../common-errors.ts'
import type { Deps } from '../../deps.ts'
import type { Principal } from '../../identity/principals/principal.ts'
import { type AuditObject, auditEvent } from '../../record/events/audit.ts'
import type { Camera, CreateCamera } from './entity.ts'
import type { CameraRegistered, VideoProviderUnknown } from './errors.ts'

/** What an audit event says of a camera. */
export const cameraAsObject = ({ id, name, siteId, siteName }: Camera): AuditObject => ({
  id,
  kind: 'camera',
  name,
  site: { id: siteId, name: siteName },
})

/** The error of a name that no video provider has; undefined for one that there is. */
export const unknownProvider = async (
  { video }: Pick<Deps, 'video'>,
  provider: string,
): Promise<VideoProviderUnknown | undefined> => {
  const known = await video.names()
  return known.includes(provider) ? undefined : { kind: 'video_provider_unknown', provider, known }
}

/** Registers a camera of a video provider at a site. An account registers each camera of a provider once. */
export const createCamera = async (
  deps: Pick<Deps, 'cameras' | 'sites' | 'video' | 'now' | 'newId' | 'newUuid' | 'pause'>,
  principal: Principal,
  input: CreateCamera,
): Promise<Result<Camera, NotFound<'site'> | VideoProviderUnknown | CameraRegistered | ChangedMeanwhile>> => {
  const { accountId } = principal
  const { siteId, provider, providerCameraId } = input
  const unknown = await unknownProvider(deps, provider)
  if (unknown) return err(unknown)
  return untilFirst(deps, 'camera', async () => {
    const id = CameraId.parse(deps.newId())
    const [site, add] = await Promise.all([deps.sites.get(accountId, siteId), deps.cameras.adding(accountId, id)])
    if (!site) return err({ kind: 'not_found', what: 'site', id: siteId })
    const now = deps.now()
    const { siteName } = site
    const camera: Camera = { ...input, id, version: 1, siteName, accessPointIds: [], createdAt: now, updatedAt: now }
    const event = auditEvent({ now, uuid: deps.newUuid() }, principal, 'camera.created', cameraAsObject(camera))
    const added = await add(camera, site, event)
    if (added.ok) return ok(camera)
    return added.reason === 'registered' ? err({ kind: 'camera_registered', provider, providerCameraId }) : raced
  })
}
