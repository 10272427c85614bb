import { z } from 'zod'
import { RoleInput, roleOf } from '../../../../shared/dialects/brivo/roles/inputs.ts'
import { RoleList, RoleWire, roleListWire, roleWire } from '../../../../shared/dialects/brivo/roles/wire.ts'
import { listRoles } from '../../../../shared/domain/identity/roles/list.ts'
import { createRole, removeRole, updateRole } from '../../../../shared/domain/identity/roles/write.ts'
import { route } from '../../../../shared/http/route.ts'
import { RoleId } from '../../../../shared/lib/ids.ts'
import type { ApiDeps } from '../../env.ts'
import { reply, replyEmpty } from '../../reply.ts'
import { onRefusing } from '../../route.ts'
import { empty, errors, json, jsonBody } from '../../wire.ts'

const on = onRefusing('User unauthorized')
const RoleParams = z.object({ roleId: RoleId })

const list = route('get', '/', {
  operationId: 'listRoles',
  permission: 'administrators:view',
  responses: { 200: json('Every role of the account, the default ones first', RoleList), ...errors(403) },
})

const create = route('post', '/', {
  operationId: 'createRole',
  permission: 'administrators:edit',
  actors: ['administrator'],
  request: jsonBody(RoleInput),
  responses: { 200: json('The new role', RoleWire), ...errors(400, 403, 409, 412) },
})

const update = route('put', '/{roleId}', {
  operationId: 'updateRole',
  permission: 'administrators:edit',
  actors: ['administrator'],
  request: { params: RoleParams, ...jsonBody(RoleInput) },
  responses: { 200: json('The role as it is now', RoleWire), ...errors(400, 403, 404, 409) },
})

const remove = route('delete', '/{roleId}', {
  operationId: 'deleteRole',
  permission: 'administrators:edit',
  actors: ['administrator'],
  request: { params: RoleParams },
  responses: { 204: empty('Deleted; whoever had it keeps nothing of it'), ...errors(400, 403, 404, 409) },
})

/** `/v1/api/roles` */
export const roleRoutes = (deps: ApiDeps<'roles'>) => [
  on(list, async (c) => c.json(roleListWire(await listRoles(deps, c.var.principal)), 200)),
  on(create, async (c) => reply(c, await createRole(deps, c.var.principal, roleOf(c.req.valid('json'))), roleWire)),
  on(update, async (c) =>
    reply(c, await updateRole(deps, c.var.principal, c.req.valid('param').roleId, roleOf(c.req.valid('json'))), roleWire),
  ),
  on(remove, async (c) => replyEmpty(c, await removeRole(deps, c.var.principal, c.req.valid('param').roleId))),
]
