import { z } from 'zod'
import { AccessPointListed, accessPointListed } from '../../../../shared/dialects/brivo/access-points/wire.ts'
import { putCameraToDoor, takeCameraFromDoor } from '../../../../shared/domain/devices/cameras/doors.ts'
import { listDoorsOfCamera } from '../../../../shared/domain/devices/cameras/list.ts'
import { route } from '../../../../shared/http/route.ts'
import { AccessPointId, CameraId } from '../../../../shared/lib/ids.ts'
import type { ApiDeps } from '../../env.ts'
import { replyEmpty, replyPage } from '../../reply.ts'
import { on } from '../../route.ts'
import { empty, errors, json, ListQuery, PageOf } from '../../wire.ts'

const Params = z.object({ cameraId: CameraId })
const DoorParams = Params.extend({ accessPointId: AccessPointId })

const list = route('get', '/{cameraId}/access-points', {
  operationId: 'listAccessPointsOfCamera',
  permission: 'cameras:view',
  request: { params: Params, query: ListQuery.omit({ filter: true }) },
  responses: {
    200: json('Access points that the camera shows, oldest first', PageOf(AccessPointListed)),
    ...errors(400, 403, 404),
  },
})
const add = route('put', '/{cameraId}/access-points/{accessPointId}', {
  operationId: 'addCameraToAccessPoint',
  permission: 'cameras:edit',
  alsoBy: ['post'],
  request: { params: DoorParams },
  responses: { 204: empty('The camera is at the access point'), ...errors(400, 403, 404, 409, 412) },
})
const remove = route('delete', '/{cameraId}/access-points/{accessPointId}', {
  operationId: 'removeCameraFromAccessPoint',
  permission: 'cameras:edit',
  request: { params: DoorParams },
  responses: { 204: empty('The camera is not at the access point'), ...errors(400, 403, 404, 409) },
})

/** `/v1/api/cameras/{cameraId}/access-points` */
export const cameraDoorRoutes = (deps: ApiDeps<'accessPoints' | 'cameras'>) => [
  on(list, async (c) => {
    const query = c.req.valid('query')
    const { cameraId } = c.req.valid('param')
    return replyPage(c, await listDoorsOfCamera(deps, c.var.principal, cameraId, query), query, accessPointListed)
  }),
  on(add, async (c) => {
    const { cameraId, accessPointId } = c.req.valid('param')
    return replyEmpty(c, await putCameraToDoor(deps, c.var.principal, cameraId, accessPointId))
  }),
  on(remove, async (c) => {
    const { cameraId, accessPointId } = c.req.valid('param')
    return replyEmpty(c, await takeCameraFromDoor(deps, c.var.principal, cameraId, accessPointId))
  }),
]
