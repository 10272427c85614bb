import { z } from 'zod'
import { RoleList, roleListWire } from '../../../../shared/dialects/brivo/roles/wire.ts'
import { addRole, migrateToRoles, removeRoleFrom } from '../../../../shared/domain/identity/administrators/roles.ts'
import { listRolesOf } from '../../../../shared/domain/identity/roles/list.ts'
import { route } from '../../../../shared/http/route.ts'
import { AdministratorId, RoleId } from '../../../../shared/lib/ids.ts'
import type { ApiDeps } from '../../env.ts'
import { reply, replyEmpty } from '../../reply.ts'
import { on, onRefusing } from '../../route.ts'
import { empty, errors, json } from '../../wire.ts'

const onRole = onRefusing('User unauthorized')
const AdministratorParams = z.object({ administratorId: AdministratorId })
const RoleParams = AdministratorParams.extend({ roleId: RoleId })

const list = route('get', '/{administratorId}/roles', {
  operationId: 'listAdministratorRoles',
  permission: 'administrators:view',
  request: { params: AdministratorParams },
  responses: { 200: json('The roles of the administrator', RoleList), ...errors(400, 403, 404) },
})

const add = route('post', '/{administratorId}/role/{roleId}', {
  operationId: 'addRole',
  alsoBy: ['put'],
  permission: 'administrators:edit',
  actors: ['administrator'],
  request: { params: RoleParams },
  responses: { 201: empty('The administrator has the role'), ...errors(400, 403, 404, 409, 412) },
})

const remove = route('delete', '/{administratorId}/role/{roleId}', {
  operationId: 'removeRole',
  permission: 'administrators:edit',
  actors: ['administrator'],
  request: { params: RoleParams },
  responses: { 204: empty('The administrator does not have the role any more'), ...errors(400, 403, 404, 409) },
})

const migrate = route('post', '/migrate/{administratorId}', {
  operationId: 'migrateAdministrator',
  alsoBy: ['put'],
  permission: 'administrators:edit',
  actors: ['administrator'],
  request: { params: AdministratorParams },
  responses: { 204: empty('Roles decide what the administrator may do'), ...errors(400, 403, 404, 409) },
})

/** The roles of administrators, below `/v1/api/administrators`. */
export const administratorRoleRoutes = (deps: ApiDeps<'accounts' | 'administrators' | 'roles'>) => [
  on(list, async (c) => reply(c, await listRolesOf(deps, c.var.principal, c.req.valid('param').administratorId), roleListWire)),
  onRole(add, async (c) => {
    const { administratorId, roleId } = c.req.valid('param')
    return replyEmpty(c, await addRole(deps, c.var.principal, administratorId, roleId), 201)
  }),
  onRole(remove, async (c) => {
    const { administratorId, roleId } = c.req.valid('param')
    return replyEmpty(c, await removeRoleFrom(deps, c.var.principal, administratorId, roleId))
  }),
  on(migrate, async (c) => replyEmpty(c, await migrateToRoles(deps, c.var.principal, c.req.valid('param').administratorId))),
]
