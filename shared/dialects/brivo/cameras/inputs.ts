import { z } from 'zod'
import type { CameraChanges, CreateCamera } from '../../../domain/devices/cameras/entity.ts'
import { definedOf } from '../../../lib/defined.ts'
import { SiteId } from '../../../lib/ids.ts'
import { plainText } from '../../../lib/text.ts'
import { absentWhenNull, absentWhenNullEach } from '../values.ts'
import { WireInstant } from '../wire-time.ts'

const VideoProviderInput = z
  .object({
    type: plainText('videoProvider.type', 40).meta({
      description: 'Which video provider has the pictures of the camera; upper or lower case',
      example: 'DEMO',
    }),
    cameraId: plainText('videoProvider.cameraId', 100).meta({
      description: "The provider's own id of the camera",
      example: 'front-door',
    }),
  })
  .meta({ id: 'VideoProviderInput' })

const settings = {
  name: plainText('name', 64).meta({ example: 'Front door camera' }),
  siteId: SiteId,
  videoProvider: VideoProviderInput,
}

/** Body that registers a camera (ours: the API document has no call that does). */
export const CameraInput = z.object(settings).meta({ id: 'CameraInput' })

/** Body that changes a camera: what is left out stays as it is. */
export const CameraPatch = z.object(absentWhenNullEach(settings)).meta({ id: 'CameraPatch' })

/** The query of a retrieval. */
export const CameraQuery = z.object({
  showStatus: absentWhenNull(
    z.enum(['true', 'false'], {
      error: ({ input }) => `Invalid value '${String(input)}' for 'showStatus': expected true or false`,
    }),
  ).meta({ description: "Whether the camera's provider is asked for its status", default: 'false' }),
})

/** The query of a listing of clips (API document, Camera Video Clip Listing). */
export const VideoQuery = z.object({ startTime: WireInstant, endTime: WireInstant })

type ProviderInput = z.infer<typeof VideoProviderInput>

const providerOf = ({ type, cameraId }: ProviderInput) => ({ provider: type.toLowerCase(), providerCameraId: cameraId })

/** What a body that registers a camera asks for. */
export const createCameraOf = ({ name, siteId, videoProvider }: z.infer<typeof CameraInput>): CreateCamera => ({
  name,
  siteId,
  ...providerOf(videoProvider),
})

/** What a body that changes a camera asks for. */
export const cameraChangesOf = ({ name, siteId, videoProvider }: z.infer<typeof CameraPatch>): CameraChanges => ({
  ...definedOf({ name, siteId }),
  ...(videoProvider ? providerOf(videoProvider) : {}),
})
