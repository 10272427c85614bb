import { providerTypeWire } from '../../../shared/dialects/brivo/cameras/wire.ts'
import type { CameraError } from '../../../shared/domain/devices/cameras/errors.ts'
import type { Answers } from '../../../shared/http/answers.ts'

const windowFaults = {
  ends_before_start: "'endTime' must be after 'startTime'",
  too_long: "'endTime' must be less than 24 hours after 'startTime'",
}
const providerFaults = {
  slow: 'did not answer in time; try again later',
  down: 'cannot be reached; try again later',
  wrong: 'gave an answer that makes no sense',
}

export const cameraAnswers = {
  video_provider_unknown: {
    status: 400,
    message: ({ provider, known }) =>
      `Invalid value '${providerTypeWire(provider).slice(0, 60)}' for 'videoProvider.type': expected ${known.map(providerTypeWire).join(' or ')}`,
  },
  camera_registered: {
    status: 409,
    message: ({ provider, providerCameraId }) =>
      `The camera '${providerCameraId}' of ${providerTypeWire(provider)} is registered already`,
  },
  camera_full: { status: 412, message: ({ maximum }) => `The camera is at ${maximum} access points, which is all it can be at` },
  video_window_invalid: { status: 400, message: ({ why }) => `Invalid listing criteria provided: ${windowFaults[why]}` },
  video_provider_failed: {
    status: 424,
    message: ({ provider, why }) => `The video provider ${providerTypeWire(provider)} ${providerFaults[why]}`,
  },
} as const satisfies Answers<CameraError>
