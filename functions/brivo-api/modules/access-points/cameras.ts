import { z } from 'zod'
import { CameraListed, cameraListed } from '../../../../shared/dialects/brivo/cameras/wire.ts'
import { listCamerasAtDoor } from '../../../../shared/domain/devices/cameras/list.ts'
import { route } from '../../../../shared/http/route.ts'
import { AccessPointId } from '../../../../shared/lib/ids.ts'
import type { ApiDeps } from '../../env.ts'
import { replyPage } from '../../reply.ts'
import { on } from '../../route.ts'
import { errors, json, ListQuery, PageOf } from '../../wire.ts'

const list = route('get', '/{accessPointId}/cameras', {
  operationId: 'listCamerasOfAccessPoint',
  permission: 'cameras:view',
  request: { params: z.object({ accessPointId: AccessPointId }), query: ListQuery.omit({ filter: true }) },
  responses: { 200: json('Cameras that show the access point, oldest first', PageOf(CameraListed)), ...errors(400, 403, 404) },
})

/** `/v1/api/access-points/{accessPointId}/cameras` */
export const accessPointCameraRoutes = (deps: ApiDeps<'accessPoints' | 'cameras'>) => [
  on(list, async (c) => {
    const query = c.req.valid('query')
    const { accessPointId } = c.req.valid('param')
    return replyPage(c, await listCamerasAtDoor(deps, c.var.principal, accessPointId, query), query, cameraListed)
  }),
]
