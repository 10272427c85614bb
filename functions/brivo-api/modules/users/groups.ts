import { createRoute, z } from '@hono/zod-openapi'
import { groupsOfUser, updateMemberships } from '../../../../shared/domain/people/users/memberships.ts'
import { GroupId, UserId } from '../../../../shared/lib/ids.ts'
import { apiError } from '../../api-error.ts'
import { type ApiDeps, router } from '../../env.ts'
import { requirePermission } from '../../middleware/require-permission.ts'
import { errors, json, jsonBody } from '../../wire.ts'
import { GroupListed, groupListed } from '../groups/wire.ts'

const Params = z.object({ userId: UserId })
const Groups = z.object({ data: z.array(GroupListed), count: z.number() })
const mostNamed = 100
const GroupIds = z
  .array(GroupId)
  .max(mostNamed)
  .nullish()
  .transform((ids) => ids ?? [])
const MembershipsInput = z.object({ addGroups: GroupIds, removeGroups: GroupIds }).meta({ id: 'MembershipsInput' })

const list = createRoute({
  method: 'get',
  path: '/{userId}/groups',
  operationId: 'listUserGroups',
  middleware: [requirePermission('users:view')] as const,
  request: { params: Params },
  responses: { 200: json('The groups that the user is in', Groups), ...errors(400, 403, 404) },
})
const update = createRoute({
  method: 'post',
  path: '/{userId}/groups',
  operationId: 'updateUserGroups',
  middleware: [requirePermission('users:edit')] as const,
  request: { params: Params, ...jsonBody(MembershipsInput) },
  responses: { 200: json('The groups that the user is in now', Groups), ...errors(400, 403, 404, 409) },
})

/** `/v1/api/users/{userId}/groups` */
export const userGroupRoutes = (deps: ApiDeps) =>
  router()
    .openapi(list, async (c) => {
      const groups = await groupsOfUser(deps, c.var.principal, c.req.valid('param').userId)
      return groups.ok
        ? c.json({ data: groups.value.map(groupListed), count: groups.value.length }, 200)
        : apiError(c, groups.error)
    })
    .openapi(update, async (c) => {
      const groups = await updateMemberships(deps, c.var.principal, c.req.valid('param').userId, c.req.valid('json'))
      return groups.ok
        ? c.json({ data: groups.value.map(groupListed), count: groups.value.length }, 200)
        : apiError(c, groups.error)
    })
