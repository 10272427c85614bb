import { z } from 'zod'
import { LoginUpdate, updateLoginOf } from '../../../../shared/dialects/brivo/administrators/inputs.ts'
import { LoginWire, loginWire } from '../../../../shared/dialects/brivo/administrators/wire.ts'
import { getLogin, updateLogin } from '../../../../shared/domain/identity/administrators/login.ts'
import { route } from '../../../../shared/http/route.ts'
import { AdministratorId } from '../../../../shared/lib/ids.ts'
import type { ApiDeps } from '../../env.ts'
import { reply } from '../../reply.ts'
import { on } from '../../route.ts'
import { errors, json, jsonBody } from '../../wire.ts'

const AdministratorParams = z.object({ administratorId: AdministratorId })

const retrieve = route('get', '/{administratorId}/login', {
  operationId: 'getLogin',
  permission: 'administrators:view',
  request: { params: AdministratorParams },
  responses: { 200: json('How the administrator signs in', LoginWire), ...errors(400, 403, 404) },
})

const update = route('post', '/{administratorId}/login', {
  operationId: 'updateLogin',
  alsoBy: ['put'],
  permission: 'administrators:edit',
  actors: ['administrator'],
  request: { params: AdministratorParams, ...jsonBody(LoginUpdate) },
  responses: { 200: json('How the administrator signs in now', LoginWire), ...errors(400, 403, 404, 409) },
})

/** `/v1/api/administrators/{administratorId}/login` */
export const administratorLoginRoutes = (deps: ApiDeps<'accounts' | 'administrators' | 'roles' | 'signIns'>) => [
  on(retrieve, async (c) => reply(c, await getLogin(deps, c.var.principal, c.req.valid('param').administratorId), loginWire)),
  on(update, async (c) => {
    const { administratorId } = c.req.valid('param')
    const changes = updateLoginOf(c.req.valid('json'))
    return reply(c, await updateLogin(deps, c.var.principal, administratorId, changes), loginWire)
  }),
]
