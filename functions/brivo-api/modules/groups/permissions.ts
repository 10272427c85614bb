import { createRoute, z } from '@hono/zod-openapi'
import { listPermissions } from '../../../../shared/domain/people/groups/list-permissions.ts'
import { assignPermission, removePermission } from '../../../../shared/domain/people/groups/permissions.ts'
import { AccessPermissionInput } from '../../../../shared/domain/people/groups/schema.ts'
import { AccessPointId, GroupId } from '../../../../shared/lib/ids.ts'
import { apiError } from '../../api-error.ts'
import { type ApiDeps, router } from '../../env.ts'
import { requirePermission } from '../../middleware/require-permission.ts'
import { empty, errors, json, jsonBody, ListQuery, PageOf, pageAnswer } from '../../wire.ts'
import { AccessPermissionWire, permissionWire } from './wire.ts'

const Params = z.object({ groupId: GroupId })
const PermissionParams = Params.extend({ accessPointId: AccessPointId })

const list = createRoute({
  method: 'get',
  path: '/{groupId}/access/access-points',
  operationId: 'listGroupPermissions',
  middleware: [requirePermission('groups:view')] as const,
  request: { params: Params, query: ListQuery },
  responses: { 200: json('Where the group may go, and when', PageOf(AccessPermissionWire)), ...errors(400, 403, 404) },
})
const assign = createRoute({
  method: 'put',
  path: '/{groupId}/access/access-points/{accessPointId}',
  operationId: 'assignGroupPermission',
  middleware: [requirePermission('groups:edit')] as const,
  request: { params: PermissionParams, ...jsonBody(AccessPermissionInput) },
  responses: { 200: json('The permission as it is now', AccessPermissionWire), ...errors(400, 403, 404) },
})
const remove = createRoute({
  method: 'delete',
  path: '/{groupId}/access/access-points/{accessPointId}',
  operationId: 'removeGroupPermission',
  middleware: [requirePermission('groups:edit')] as const,
  request: { params: PermissionParams },
  responses: { 204: empty('The group may not go there'), ...errors(400, 403, 404) },
})

/** `/v1/api/groups/{groupId}/access/access-points` */
export const groupPermissionRoutes = (deps: ApiDeps) =>
  router()
    .openapi(list, async (c) => {
      const query = c.req.valid('query')
      const page = await listPermissions(deps, c.var.principal, c.req.valid('param').groupId, query)
      return page.ok ? c.json(pageAnswer(page.value, query, permissionWire), 200) : apiError(c, page.error)
    })
    .openapi(assign, async (c) => {
      const result = await assignPermission(deps, c.var.principal, c.req.valid('param'), c.req.valid('json'))
      return result.ok ? c.json(permissionWire(result.value), 200) : apiError(c, result.error)
    })
    .openapi(remove, async (c) => {
      const result = await removePermission(deps, c.var.principal, c.req.valid('param'))
      return result.ok ? c.body(null, 204) : apiError(c, result.error)
    })
