import { createRoute, z } from '@hono/zod-openapi'
import { listMembers } from '../../../../shared/domain/people/groups/list.ts'
import { changeMemberships } from '../../../../shared/domain/people/users/memberships.ts'
import { GroupId, UserId } from '../../../../shared/lib/ids.ts'
import { apiError } from '../../api-error.ts'
import { type ApiDeps, router } from '../../env.ts'
import { requirePermission } from '../../middleware/require-permission.ts'
import { empty, errors, json, ListQuery, PageOf, pageAnswer } from '../../wire.ts'
import { UserListed, userListed } from '../users/wire.ts'

const Params = z.object({ groupId: GroupId })
const MemberParams = Params.extend({ userId: UserId })

const list = createRoute({
  method: 'get',
  path: '/{groupId}/users',
  operationId: 'listGroupUsers',
  middleware: [requirePermission('groups:view')] as const,
  request: { params: Params, query: ListQuery.omit({ filter: true }) },
  responses: { 200: json('Members of the group, oldest user first', PageOf(UserListed)), ...errors(400, 403, 404) },
})
const add = createRoute({
  method: 'put',
  path: '/{groupId}/users/{userId}',
  operationId: 'addUserToGroup',
  middleware: [requirePermission('users:edit')] as const,
  request: { params: MemberParams },
  responses: { 204: empty('The user is in the group'), ...errors(400, 403, 404, 409) },
})
const remove = createRoute({
  method: 'delete',
  path: '/{groupId}/users/{userId}',
  operationId: 'removeUserFromGroup',
  middleware: [requirePermission('users:edit')] as const,
  request: { params: MemberParams },
  responses: { 204: empty('The user is not in the group'), ...errors(400, 403, 404, 409) },
})

/** `/v1/api/groups/{groupId}/users` */
export const groupMemberRoutes = (deps: ApiDeps) =>
  router()
    .openapi(list, async (c) => {
      const query = c.req.valid('query')
      const page = await listMembers(deps, c.var.principal, c.req.valid('param').groupId, query)
      return page.ok ? c.json(pageAnswer(page.value, query, userListed), 200) : apiError(c, page.error)
    })
    .openapi(add, async (c) => {
      const { groupId, userId } = c.req.valid('param')
      const result = await changeMemberships(deps, c.var.principal, userId, { addGroups: [groupId], removeGroups: [] })
      return result.ok ? c.body(null, 204) : apiError(c, result.error)
    })
    .openapi(remove, async (c) => {
      const { groupId, userId } = c.req.valid('param')
      const result = await changeMemberships(deps, c.var.principal, userId, { addGroups: [], removeGroups: [groupId] })
      return result.ok ? c.body(null, 204) : apiError(c, result.error)
    })
