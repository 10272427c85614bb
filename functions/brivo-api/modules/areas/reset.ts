import { z } from 'zod'
import { AreaResetDone, areaResetDone } from '../../../../shared/dialects/brivo/areas/reset.ts'
import { resetArea } from '../../../../shared/domain/access/areas/reset.ts'
import { route } from '../../../../shared/http/route.ts'
import { AreaId, UserId } from '../../../../shared/lib/ids.ts'
import type { ApiDeps } from '../../env.ts'
import { reply } from '../../reply.ts'
import { on } from '../../route.ts'
import { errors, json, optionalJsonBody } from '../../wire.ts'

const noBody = optionalJsonBody(z.object({}))
const answers = {
  200: json('What is forgotten, and whether the control panel has said that it follows', AreaResetDone),
  ...errors(400, 403, 404, 409),
}

const everybody = route('post', '/{areaId}/reset', {
  operationId: 'resetArea',
  permission: 'areas:reset',
  request: { params: z.object({ areaId: AreaId }), ...noBody },
  responses: answers,
})
const onePerson = route('post', '/{areaId}/users/{userId}/reset', {
  operationId: 'resetUserAtArea',
  permission: 'areas:reset',
  request: { params: z.object({ areaId: AreaId, userId: UserId }), ...noBody },
  responses: answers,
})

/** `/v1/api/areas/{areaId}/reset` and `/v1/api/areas/{areaId}/users/{userId}/reset` */
export const areaResetRoutes = (deps: ApiDeps<'areas' | 'panels' | 'postures' | 'presences' | 'sites' | 'users'>) => [
  on(everybody, async (c) => reply(c, await resetArea(deps, c.var.principal, c.req.valid('param')), areaResetDone)),
  on(onePerson, async (c) => reply(c, await resetArea(deps, c.var.principal, c.req.valid('param')), areaResetDone)),
]
