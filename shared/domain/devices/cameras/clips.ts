import type { CameraId } from '../../../lib/ids.ts'
import { err, ok, type Result } from '../../../lib/result.ts'
import type { NotFound } from '../../common-errors.ts'
import type { Deps } from '../../deps.ts'
import type { Principal } from '../../identity/principals/principal.ts'
import type { Camera } from './entity.ts'
import type { VideoProviderFailed, VideoWindowInvalid } from './errors.ts'
import type { VideoClip, VideoWindow } from './video.ts'

export type CameraVideo = { camera: Camera; window: VideoWindow; clips: readonly VideoClip[] }

const dayMs = 24 * 60 * 60 * 1000

const windowFault = ({ startAt, endAt }: VideoWindow): VideoWindowInvalid | undefined => {
  if (endAt <= startAt) return { kind: 'video_window_invalid', why: 'ends_before_start' }
  return endAt - startAt >= dayMs ? { kind: 'video_window_invalid', why: 'too_long' } : undefined
}

/**
 * What a camera has recorded in a time of less than 24 hours, as its provider says, oldest clip first (API document, Camera Video
 * Clip Listing).
 */
export const listVideoClips = async (
  deps: Pick<Deps, 'cameras' | 'video'>,
  { accountId }: Principal,
  cameraId: CameraId,
  window: VideoWindow,
): Promise<Result<CameraVideo, NotFound<'camera'> | VideoWindowInvalid | VideoProviderFailed>> => {
  const fault = windowFault(window)
  if (fault) return err(fault)
  const camera = await deps.cameras.get(accountId, cameraId)
  if (!camera) return err({ kind: 'not_found', what: 'camera', id: cameraId })
  const { provider, providerCameraId } = camera
  const clips = await deps.video.clips(provider, { accountId, providerCameraId }, window)
  return clips.ok ? ok({ camera, window, clips: clips.value }) : clips
}
