import { createRoute, z } from '@hono/zod-openapi'
import { activateAccessPoint } from '../../../../shared/domain/places/access-points/activate.ts'
import { createAccessPoint } from '../../../../shared/domain/places/access-points/create.ts'
import { listAccessPoints } from '../../../../shared/domain/places/access-points/list.ts'
import { removeAccessPoint } from '../../../../shared/domain/places/access-points/remove.ts'
import { AccessPointInput, AccessPointPatch } from '../../../../shared/domain/places/access-points/schema.ts'
import { updateAccessPoint } from '../../../../shared/domain/places/access-points/update.ts'
import { AccessPointId } from '../../../../shared/lib/ids.ts'
import { apiError } from '../../api-error.ts'
import { type ApiDeps, router } from '../../env.ts'
import { requirePermission } from '../../middleware/require-permission.ts'
import { empty, errors, json, jsonBody, ListQuery, optionalJsonBody, PageOf, pageAnswer } from '../../wire.ts'
import { AccessPointListed, AccessPointWire, accessPointListed, accessPointWire } from './wire.ts'

const Params = z.object({ accessPointId: AccessPointId })

const list = createRoute({
  method: 'get',
  path: '/',
  operationId: 'listAccessPoints',
  middleware: [requirePermission('access-points:view')] as const,
  request: { query: ListQuery },
  responses: { 200: json('Access points of the account, oldest first', PageOf(AccessPointListed)), ...errors(400, 403) },
})
const retrieve = createRoute({
  method: 'get',
  path: '/{accessPointId}',
  operationId: 'getAccessPoint',
  middleware: [requirePermission('access-points:view')] as const,
  request: { params: Params },
  responses: { 200: json('The access point', AccessPointWire), ...errors(400, 403, 404) },
})
const create = createRoute({
  method: 'post',
  path: '/',
  operationId: 'createAccessPoint',
  middleware: [requirePermission('access-points:edit')] as const,
  request: jsonBody(AccessPointInput),
  responses: { 200: json('The new access point', AccessPointWire), ...errors(400, 403, 404, 409, 412) },
})
const update = createRoute({
  method: 'put',
  path: '/{accessPointId}',
  operationId: 'updateAccessPoint',
  middleware: [requirePermission('access-points:edit')] as const,
  request: { params: Params, ...jsonBody(AccessPointPatch) },
  responses: { 200: json('The access point as it is now', AccessPointWire), ...errors(400, 403, 404, 409) },
})
const remove = createRoute({
  method: 'delete',
  path: '/{accessPointId}',
  operationId: 'deleteAccessPoint',
  middleware: [requirePermission('access-points:edit')] as const,
  request: { params: Params },
  responses: { 204: empty('Deleted'), ...errors(400, 403, 404, 409) },
})
const activate = createRoute({
  method: 'post',
  path: '/{accessPointId}/activate',
  operationId: 'activateAccessPoint',
  middleware: [requirePermission('access-points:activate')] as const,
  request: { params: Params, ...optionalJsonBody(z.object({})) },
  responses: { 200: empty('Ordered; the header Sallyport-Command-Id names the command'), ...errors(400, 403, 404, 412) },
})

/** `/v1/api/access-points` */
export const accessPointRoutes = (deps: ApiDeps) =>
  router()
    .openapi(list, async (c) => {
      const query = c.req.valid('query')
      const page = await listAccessPoints(deps, c.var.principal, query)
      return page.ok ? c.json(pageAnswer(page.value, query, accessPointListed), 200) : apiError(c, page.error)
    })
    .openapi(retrieve, async (c) => {
      const { accessPointId } = c.req.valid('param')
      const point = await deps.accessPoints.get(c.var.principal.accountId, accessPointId)
      if (!point) return apiError(c, { kind: 'access_point_not_found', accessPointId })
      return c.json(await accessPointWire(deps, c.var.principal, point), 200)
    })
    .openapi(create, async (c) => {
      const result = await createAccessPoint(deps, c.var.principal, c.req.valid('json'))
      return result.ok ? c.json(await accessPointWire(deps, c.var.principal, result.value), 200) : apiError(c, result.error)
    })
    .openapi(update, async (c) => {
      const { accessPointId } = c.req.valid('param')
      const result = await updateAccessPoint(deps, c.var.principal, accessPointId, c.req.valid('json'))
      return result.ok ? c.json(await accessPointWire(deps, c.var.principal, result.value), 200) : apiError(c, result.error)
    })
    .openapi(remove, async (c) => {
      const result = await removeAccessPoint(deps, c.var.principal, c.req.valid('param').accessPointId)
      return result.ok ? c.body(null, 204) : apiError(c, result.error)
    })
    .openapi(activate, async (c) => {
      const result = await activateAccessPoint(deps, c.var.principal, c.req.valid('param').accessPointId)
      return result.ok ? c.body(null, 200, { 'Sallyport-Command-Id': result.value.id }) : apiError(c, result.error)
    })
