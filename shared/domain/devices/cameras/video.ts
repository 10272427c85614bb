import type { Instant } from '../../../lib/clock.ts'
import type { AccountId } from '../../../lib/ids.ts'
import type { Result } from '../../../lib/result.ts'
import type { VideoProviderFailed } from './errors.ts'

/**
 * A camera as its provider is asked about it. `providerCameraId` is what an administrator typed in, so a provider looks for it among
 * the cameras of this account alone.
 */
export type ProvidedCamera = { accountId: AccountId; providerCameraId: string }

/** The time that clips are asked for: from `startAt` up to `endAt`. */
export type VideoWindow = { startAt: Instant; endAt: Instant }

/** A piece of video. `format` is that of the file behind `url`, such as `mp4`; the link opens it without a token, for a limited time. */
export type VideoClip = { format: string; startAt: Instant; endAt: Instant; url: string }

export type CameraStatus = 'online' | 'offline'

/**
 * What a video provider has to be able to do: all that a new one needs. What it throws means that it is down. `signal` says when
 * nobody waits any more.
 */
export type VideoProvider = {
  /** The clips that overlap the window. */
  clips: (camera: ProvidedCamera, window: VideoWindow, signal: AbortSignal) => Promise<VideoClip[]>
  status: (camera: ProvidedCamera, signal: AbortSignal) => Promise<CameraStatus>
  /** Where the camera is seen live, said without asking anybody; undefined when the provider has no such place. */
  liveViewUrl: (camera: ProvidedCamera) => string | undefined
}

/** The video providers, by name. None of them is waited for longer than a few seconds, and none makes a call fail otherwise. */
export type Video = {
  names: () => Promise<readonly string[]>
  /** The clips that overlap the window, oldest first. */
  clips: (provider: string, camera: ProvidedCamera, window: VideoWindow) => Promise<Result<VideoClip[], VideoProviderFailed>>
  status: (provider: string, camera: ProvidedCamera) => Promise<Result<CameraStatus, VideoProviderFailed>>
  liveViewUrl: (provider: string, camera: ProvidedCamera) => Promise<string | undefined>
}
