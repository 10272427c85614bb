import { z } from 'zod'
import { AccessPointId, CameraId, SiteId } from '../../../lib/ids.ts'

/**
 * A camera of a site. Its pictures are kept by a video provider: `provider` names that one, and `providerCameraId` is the provider's
 * own id of the camera. `accessPointIds` are the doors that it shows, in the order in which it was put to them. The name of its site
 * is a copy, so that a retrieval is one read.
 */
export const Camera = z.object({
  id: CameraId,
  version: z.number(),
  name: z.string(),
  siteId: SiteId,
  siteName: z.string(),
  provider: z.string(),
  providerCameraId: z.string(),
  accessPointIds: z.array(AccessPointId),
  createdAt: z.number(),
  updatedAt: z.number(),
})
export type Camera = z.infer<typeof Camera>

/** How many doors one camera may be put to: all of them change in one transaction when it is deleted. */
export const maxDoorsOfCamera = 20

/** What a new camera is made of. */
export type CreateCamera = Pick<Camera, 'name' | 'siteId' | 'provider' | 'providerCameraId'>
/** What to change of a camera: what is left out stays as it is. */
export type CameraChanges = Partial<CreateCamera>
