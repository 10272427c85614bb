import { z } from 'zod'
import {
  CameraInput,
  CameraPatch,
  CameraQuery,
  cameraChangesOf,
  createCameraOf,
} from '../../../../shared/dialects/brivo/cameras/inputs.ts'
import { CameraListed, CameraWire, cameraListed, cameraWire } from '../../../../shared/dialects/brivo/cameras/wire.ts'
import { readNameFilter } from '../../../../shared/dialects/brivo/name-filter.ts'
import { createCamera } from '../../../../shared/domain/devices/cameras/create.ts'
import { listCameras } from '../../../../shared/domain/devices/cameras/list.ts'
import { removeCamera } from '../../../../shared/domain/devices/cameras/remove.ts'
import { retrieveCamera } from '../../../../shared/domain/devices/cameras/retrieve.ts'
import { updateCamera } from '../../../../shared/domain/devices/cameras/update.ts'
import { route } from '../../../../shared/http/route.ts'
import { CameraId } from '../../../../shared/lib/ids.ts'
import type { ApiDeps } from '../../env.ts'
import { reply, replyEmpty, replyListing } from '../../reply.ts'
import { on } from '../../route.ts'
import { empty, errors, json, jsonBody, listQuery, PageOf } from '../../wire.ts'

const Params = z.object({ cameraId: CameraId })

const list = route('get', '/', {
  operationId: 'listCameras',
  permission: 'cameras:view',
  request: { query: listQuery(readNameFilter) },
  responses: { 200: json('Cameras of the account, oldest first', PageOf(CameraListed)), ...errors(400, 403) },
})
const retrieve = route('get', '/{cameraId}', {
  operationId: 'getCamera',
  permission: 'cameras:view',
  request: { params: Params, query: CameraQuery },
  responses: { 200: json('The camera', CameraWire), ...errors(400, 403, 404) },
})
const create = route('post', '/', {
  operationId: 'createCamera',
  permission: 'cameras:edit',
  request: jsonBody(CameraInput),
  responses: { 200: json('The new camera', CameraWire), ...errors(400, 403, 404, 409) },
})
const update = route('put', '/{cameraId}', {
  operationId: 'updateCamera',
  permission: 'cameras:edit',
  request: { params: Params, ...jsonBody(CameraPatch) },
  responses: { 200: json('The camera as it is now', CameraWire), ...errors(400, 403, 404, 409) },
})
const remove = route('delete', '/{cameraId}', {
  operationId: 'deleteCamera',
  permission: 'cameras:edit',
  request: { params: Params },
  responses: { 204: empty('Deleted'), ...errors(400, 403, 404, 409) },
})

/** `/v1/api/cameras` */
export const cameraRoutes = (deps: ApiDeps<'cameras' | 'sites'>) => [
  on(list, async (c) => {
    const { filter, ...page } = c.req.valid('query')
    return replyListing(c, await listCameras(deps, c.var.principal, filter, page), page, cameraListed)
  }),
  on(retrieve, async (c) => {
    const showStatus = c.req.valid('query').showStatus === 'true'
    const result = await retrieveCamera(deps, c.var.principal, c.req.valid('param').cameraId, { showStatus })
    return reply(c, result, ({ camera, ...live }) => cameraWire(camera, live))
  }),
  on(create, async (c) =>
    reply(c, await createCamera(deps, c.var.principal, createCameraOf(c.req.valid('json'))), (camera) => cameraWire(camera)),
  ),
  on(update, async (c) => {
    const changes = cameraChangesOf(c.req.valid('json'))
    const result = await updateCamera(deps, c.var.principal, c.req.valid('param').cameraId, changes)
    return reply(c, result, (camera) => cameraWire(camera))
  }),
  on(remove, async (c) => replyEmpty(c, await removeCamera(deps, c.var.principal, c.req.valid('param').cameraId))),
]
