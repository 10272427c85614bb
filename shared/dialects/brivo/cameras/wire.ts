import { z } from 'zod'
import type { Camera } from '../../../domain/devices/cameras/entity.ts'
import { definedOf } from '../../../lib/defined.ts'

const VideoProviderListed = z.object({ type: z.string().meta({ example: 'DEMO' }) }).meta({ id: 'VideoProviderListed' })
const VideoProviderWire = VideoProviderListed.extend({
  cameraId: z.string().meta({ description: "The provider's own id of the camera" }),
}).meta({ id: 'VideoProvider' })

export const CameraListed = z
  .object({
    id: z.number(),
    name: z.string(),
    videoProvider: VideoProviderListed,
    site: z.object({ id: z.number(), siteName: z.string() }),
  })
  .meta({ id: 'CameraListed' })

export const CameraWire = CameraListed.extend({
  videoProvider: VideoProviderWire,
  liveViewUrl: z.string().optional().meta({ description: 'Opens the live view without a token, for a limited time' }),
  status: z
    .enum(['ONLINE', 'OFFLINE', 'UNKNOWN'])
    .optional()
    .meta({ description: 'What the provider says; UNKNOWN when it gives no answer' }),
}).meta({ id: 'Camera' })

/** The name of a video provider as this API writes it. */
export const providerTypeWire = (provider: string): string => provider.toUpperCase()

/** A camera as listings answer it (API document, Camera Listing). */
export const cameraListed = ({ id, name, provider, siteId, siteName }: Camera): z.infer<typeof CameraListed> => ({
  id,
  name,
  videoProvider: { type: providerTypeWire(provider) },
  site: { id: siteId, siteName },
})

/** What is known of a camera beyond what is stored. */
export type CameraLive = { liveViewUrl?: string | undefined; status?: 'online' | 'offline' | 'unknown' | undefined }

const statuses = { online: 'ONLINE', offline: 'OFFLINE', unknown: 'UNKNOWN' } as const

/** A camera as its retrieval answers it (API document, Camera Retrieval). */
export const cameraWire = (camera: Camera, { liveViewUrl, status }: CameraLive = {}): z.infer<typeof CameraWire> => ({
  ...cameraListed(camera),
  videoProvider: { type: providerTypeWire(camera.provider), cameraId: camera.providerCameraId },
  ...definedOf({ liveViewUrl, status: status && statuses[status] }),
})
