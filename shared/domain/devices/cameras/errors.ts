import type { CameraId } from '../../../lib/ids.ts'

/** No video provider has this name; `known` are the names that there are. */
export type VideoProviderUnknown = { kind: 'video_provider_unknown'; provider: string; known: readonly string[] }

/** The account has registered this camera of the provider before. */
export type CameraRegistered = { kind: 'camera_registered'; provider: string; providerCameraId: string }

/** The camera is at as many doors as it can be. */
export type CameraFull = { kind: 'camera_full'; cameraId: CameraId; maximum: number }

/** The clips of no time, or of too long a time, were asked for. */
export type VideoWindowInvalid = { kind: 'video_window_invalid'; why: 'ends_before_start' | 'too_long' }

/** The video provider did not answer in time, could not be reached, or gave an answer that makes no sense. */
export type VideoProviderFailed = { kind: 'video_provider_failed'; provider: string; why: 'slow' | 'down' | 'wrong' }

/** What an operation of cameras can end in on an API's route, besides the errors that every module has. */
export type CameraError = VideoProviderUnknown | CameraRegistered | CameraFull | VideoWindowInvalid | VideoProviderFailed
