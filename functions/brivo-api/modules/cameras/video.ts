import { z } from 'zod'
import { VideoQuery } from '../../../../shared/dialects/brivo/cameras/inputs.ts'
import { VideoWire, videoWire } from '../../../../shared/dialects/brivo/cameras/video.ts'
import { listVideoClips } from '../../../../shared/domain/devices/cameras/clips.ts'
import { route } from '../../../../shared/http/route.ts'
import { CameraId } from '../../../../shared/lib/ids.ts'
import type { ApiDeps } from '../../env.ts'
import { refuseAs } from '../../refusal.ts'
import { reply } from '../../reply.ts'
import { on } from '../../route.ts'
import { errors, json } from '../../wire.ts'

const criteria = 'Invalid listing criteria provided:'

const list = route('get', '/{cameraId}/video', {
  operationId: 'listCameraVideo',
  permission: 'cameras:watch',
  request: { params: z.object({ cameraId: CameraId }), query: VideoQuery },
  refusal: refuseAs({ startTime: criteria, endTime: criteria }),
  responses: { 200: json('What the camera has recorded in that time', VideoWire), ...errors(400, 403, 404, 424) },
})

/** `/v1/api/cameras/{cameraId}/video` */
export const cameraVideoRoutes = (deps: ApiDeps<'cameras'>) => [
  on(list, async (c) => {
    const { startTime, endTime } = c.req.valid('query')
    const window = { startAt: startTime, endAt: endTime }
    return reply(c, await listVideoClips(deps, c.var.principal, c.req.valid('param').cameraId, window), videoWire)
  }),
]
