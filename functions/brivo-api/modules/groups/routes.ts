import { createRoute, z } from '@hono/zod-openapi'
import { createGroup } from '../../../../shared/domain/people/groups/create.ts'
import { listGroups } from '../../../../shared/domain/people/groups/list.ts'
import { removeGroup } from '../../../../shared/domain/people/groups/remove.ts'
import { GroupInput } from '../../../../shared/domain/people/groups/schema.ts'
import { updateGroup } from '../../../../shared/domain/people/groups/update.ts'
import { GroupId } from '../../../../shared/lib/ids.ts'
import { apiError } from '../../api-error.ts'
import { type ApiDeps, router } from '../../env.ts'
import { requirePermission } from '../../middleware/require-permission.ts'
import { empty, errors, json, jsonBody, ListQuery, PageOf, pageAnswer } from '../../wire.ts'
import { GroupListed, GroupWire, groupListed, groupWire } from './wire.ts'

const Params = z.object({ groupId: GroupId })

const list = createRoute({
  method: 'get',
  path: '/',
  operationId: 'listGroups',
  middleware: [requirePermission('groups:view')] as const,
  request: { query: ListQuery },
  responses: { 200: json('Groups of the account, oldest first', PageOf(GroupListed)), ...errors(400, 403) },
})
const create = createRoute({
  method: 'post',
  path: '/',
  operationId: 'createGroup',
  middleware: [requirePermission('groups:edit')] as const,
  request: jsonBody(GroupInput),
  responses: { 200: json('The new group', GroupWire), ...errors(400, 403, 409) },
})
const retrieve = createRoute({
  method: 'get',
  path: '/{groupId}',
  operationId: 'getGroup',
  middleware: [requirePermission('groups:view')] as const,
  request: { params: Params },
  responses: { 200: json('The group', GroupWire), ...errors(400, 403, 404) },
})
const update = createRoute({
  method: 'put',
  path: '/{groupId}',
  operationId: 'updateGroup',
  middleware: [requirePermission('groups:edit')] as const,
  request: { params: Params, ...jsonBody(GroupInput) },
  responses: { 200: json('The group as it is now', GroupWire), ...errors(400, 403, 404, 409) },
})
const remove = createRoute({
  method: 'delete',
  path: '/{groupId}',
  operationId: 'deleteGroup',
  middleware: [requirePermission('groups:edit')] as const,
  request: { params: Params },
  responses: { 204: empty('Deleted'), ...errors(400, 403, 404, 409) },
})

/** `/v1/api/groups` */
export const groupRoutes = (deps: ApiDeps) =>
  router()
    .openapi(list, async (c) => {
      const query = c.req.valid('query')
      const page = await listGroups(deps, c.var.principal, query)
      return page.ok ? c.json(pageAnswer(page.value, query, groupListed), 200) : apiError(c, page.error)
    })
    .openapi(create, async (c) => {
      const result = await createGroup(deps, c.var.principal, c.req.valid('json'))
      return result.ok ? c.json(groupWire(result.value), 200) : apiError(c, result.error)
    })
    .openapi(retrieve, async (c) => {
      const { groupId } = c.req.valid('param')
      const group = await deps.groups.get(c.var.principal.accountId, groupId)
      return group ? c.json(groupWire(group), 200) : apiError(c, { kind: 'group_not_found', groupId })
    })
    .openapi(update, async (c) => {
      const result = await updateGroup(deps, c.var.principal, c.req.valid('param').groupId, c.req.valid('json'))
      return result.ok ? c.json(groupWire(result.value), 200) : apiError(c, result.error)
    })
    .openapi(remove, async (c) => {
      const result = await removeGroup(deps, c.var.principal, c.req.valid('param').groupId)
      return result.ok ? c.body(null, 204) : apiError(c, result.error)
    })
