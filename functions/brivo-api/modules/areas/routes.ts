import { z } from 'zod'
import { AreaInput, AreaPatch, areaChangesOf, createAreaOf } from '../../../../shared/dialects/brivo/areas/inputs.ts'
import { AreaWire, areaWire } from '../../../../shared/dialects/brivo/areas/wire.ts'
import { readNameFilter } from '../../../../shared/dialects/brivo/name-filter.ts'
import { createArea } from '../../../../shared/domain/access/areas/create.ts'
import { listAreas, retrieveArea } from '../../../../shared/domain/access/areas/list.ts'
import { removeArea } from '../../../../shared/domain/access/areas/remove.ts'
import { updateArea } from '../../../../shared/domain/access/areas/update.ts'
import { route } from '../../../../shared/http/route.ts'
import { AreaId } from '../../../../shared/lib/ids.ts'
import type { ApiDeps } from '../../env.ts'
import { reply, replyEmpty, replyListing } from '../../reply.ts'
import { on } from '../../route.ts'
import { empty, errors, json, jsonBody, listQuery, PageOf } from '../../wire.ts'

const Params = z.object({ areaId: AreaId })

const list = route('get', '/', {
  operationId: 'listAreas',
  permission: 'areas:view',
  request: { query: listQuery(readNameFilter) },
  responses: { 200: json('Areas of the account, oldest first', PageOf(AreaWire)), ...errors(400, 403) },
})
const retrieve = route('get', '/{areaId}', {
  operationId: 'getArea',
  permission: 'areas:view',
  request: { params: Params },
  responses: { 200: json('The area', AreaWire), ...errors(400, 403, 404) },
})
const create = route('post', '/', {
  operationId: 'createArea',
  permission: 'areas:edit',
  request: jsonBody(AreaInput),
  responses: { 200: json('The new area', AreaWire), ...errors(400, 403, 409, 412) },
})
const update = route('put', '/{areaId}', {
  operationId: 'updateArea',
  permission: 'areas:edit',
  request: { params: Params, ...jsonBody(AreaPatch) },
  responses: { 200: json('The area as it is now', AreaWire), ...errors(400, 403, 404, 409) },
})
const remove = route('delete', '/{areaId}', {
  operationId: 'deleteArea',
  permission: 'areas:edit',
  request: { params: Params },
  responses: { 204: empty('Deleted'), ...errors(400, 403, 404, 409) },
})

/** `/v1/api/areas` (ours: the API document has no areas). */
export const areaRoutes = (deps: ApiDeps<'accessPoints' | 'areas' | 'panels' | 'postures' | 'sites' | 'users'>) => [
  on(list, async (c) => {
    const { filter, ...page } = c.req.valid('query')
    return replyListing(c, await listAreas(deps, c.var.principal, filter, page), page, areaWire)
  }),
  on(retrieve, async (c) => reply(c, await retrieveArea(deps, c.var.principal, c.req.valid('param').areaId), areaWire)),
  on(create, async (c) => reply(c, await createArea(deps, c.var.principal, createAreaOf(c.req.valid('json'))), areaWire)),
  on(update, async (c) => {
    const changes = areaChangesOf(c.req.valid('json'))
    return reply(c, await updateArea(deps, c.var.principal, c.req.valid('param').areaId, changes), areaWire)
  }),
  on(remove, async (c) => replyEmpty(c, await removeArea(deps, c.var.principal, c.req.valid('param').areaId))),
]
