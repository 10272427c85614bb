import { z } from 'zod'
import {
  AccessPermissionInput,
  AccessPermissionWire,
  permissionWire,
  readPermissionFilter,
  wantedRule,
} from '../../../../shared/dialects/brivo/group-permissions.ts'
import { assignGroupRule, removeGroupRule } from '../../../../shared/domain/access/rules/assign.ts'
import { listGroupRules } from '../../../../shared/domain/access/rules/list.ts'
import { route } from '../../../../shared/http/route.ts'
import { AccessPointId, GroupId } from '../../../../shared/lib/ids.ts'
import { apiError } from '../../api-error.ts'
import type { ApiDeps } from '../../env.ts'
import { reply, replyEmpty, replyPage } from '../../reply.ts'
import { on, onRefusing } from '../../route.ts'
import { empty, errors, json, jsonBody, ListQuery, PageOf } from '../../wire.ts'

const onPermission = onRefusing('This functionality is unavailable for this admin')
const Params = z.object({ groupId: GroupId })
const PermissionParams = Params.extend({ accessPointId: AccessPointId })

const list = route('get', '/{groupId}/access/access-points', {
  operationId: 'listGroupPermissions',
  permission: 'groups:view',
  request: { params: Params, query: ListQuery },
  responses: { 200: json('Where the group may go, and when', PageOf(AccessPermissionWire)), ...errors(400, 403, 404) },
})
const assign = route('put', '/{groupId}/access/access-points/{accessPointId}', {
  operationId: 'assignGroupPermission',
  permission: 'groups:edit',
  alsoBy: ['post'],
  request: { params: PermissionParams, ...jsonBody(AccessPermissionInput) },
  responses: { 200: json('The permission as it is now', AccessPermissionWire), ...errors(400, 403, 404, 409, 412) },
})
const remove = route('delete', '/{groupId}/access/access-points/{accessPointId}', {
  operationId: 'removeGroupPermission',
  permission: 'groups:edit',
  request: { params: PermissionParams },
  responses: { 204: empty('The group has no permission of its own there'), ...errors(400, 403, 404, 412) },
})

/** `/v1/api/groups/{groupId}/access/access-points` */
export const groupPermissionRoutes = (deps: ApiDeps<'accessPoints' | 'doorSets' | 'groups' | 'rules' | 'schedules'>) => [
  on(list, async (c) => {
    const query = c.req.valid('query')
    const criteria = readPermissionFilter(query.filter)
    if (!criteria.ok) return apiError(c, criteria.error)
    const page = await listGroupRules(deps, c.var.principal, c.req.valid('param').groupId, criteria.value, query)
    return replyPage(c, page, query, permissionWire)
  }),
  onPermission(assign, async (c) =>
    reply(
      c,
      await assignGroupRule(deps, c.var.principal, { ...c.req.valid('param'), ...wantedRule(c.req.valid('json')) }),
      permissionWire,
    ),
  ),
  onPermission(remove, async (c) => replyEmpty(c, await removeGroupRule(deps, c.var.principal, c.req.valid('param')))),
]
