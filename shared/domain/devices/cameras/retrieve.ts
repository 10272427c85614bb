import type { CameraId } from '../../../lib/ids.ts'
import { err, ok, type Result } from '../../../lib/result.ts'
import type { NotFound } from '../../common-errors.ts'
import type { Deps } from '../../deps.ts'
import { may } from '../../identity/principals/may.ts'
import type { Principal } from '../../identity/principals/principal.ts'
import type { Camera } from './entity.ts'
import type { CameraStatus } from './video.ts'

/** A camera with what its provider says of it; `unknown` is the status when the provider gives no answer. */
export type LiveCamera = { camera: Camera; liveViewUrl?: string; status?: CameraStatus | 'unknown' }

/**
 * A camera, with its status when that is asked for (API document, Camera Retrieval). The place where it is seen live is for who may
 * watch.
 */
export const retrieveCamera = async (
  deps: Pick<Deps, 'cameras' | 'video'>,
  principal: Principal,
  cameraId: CameraId,
  { showStatus }: { showStatus: boolean },
): Promise<Result<LiveCamera, NotFound<'camera'>>> => {
  const { accountId } = principal
  const camera = await deps.cameras.get(accountId, cameraId)
  if (!camera) return err({ kind: 'not_found', what: 'camera', id: cameraId })
  const { provider, providerCameraId } = camera
  const provided = { accountId, providerCameraId }
  const [liveViewUrl, status] = await Promise.all([
    may(principal, 'cameras:watch') ? deps.video.liveViewUrl(provider, provided) : undefined,
    showStatus ? deps.video.status(provider, provided) : undefined,
  ])
  return ok({
    camera,
    ...(liveViewUrl === undefined ? {} : { liveViewUrl }),
    ...(status === undefined ? {} : { status: status.ok ? status.value : 'unknown' }),
  })
}
