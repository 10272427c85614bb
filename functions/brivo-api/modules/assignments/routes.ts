import { z } from 'zod'
import { AssignmentsInput, assignmentsOf } from '../../../../shared/dialects/brivo/assignments/inputs.ts'
import { AssignmentsWire, assignmentsWire } from '../../../../shared/dialects/brivo/assignments/wire.ts'
import { getAssignments, setAssignments } from '../../../../shared/domain/identity/administrators/assign.ts'
import { route } from '../../../../shared/http/route.ts'
import { AdministratorId } from '../../../../shared/lib/ids.ts'
import type { ApiDeps } from '../../env.ts'
import { reply } from '../../reply.ts'
import { on } from '../../route.ts'
import { errors, json, jsonBody } from '../../wire.ts'

const Params = z.object({ administratorId: AdministratorId })

const retrieve = route('get', '/{administratorId}', {
  operationId: 'getAdminAssignments',
  permission: 'administrators:view',
  request: { params: Params },
  responses: { 200: json('What is assigned to the administrator', AssignmentsWire), ...errors(400, 403, 404) },
})

const replace = route('post', '/{administratorId}', {
  operationId: 'replaceAdminAssignments',
  alsoBy: ['put'],
  permission: 'administrators:edit',
  actors: ['administrator'],
  request: { params: Params, ...jsonBody(AssignmentsInput) },
  responses: { 200: json('What is assigned to the administrator now', AssignmentsWire), ...errors(400, 403, 404, 409) },
})

type Stores = 'accounts' | 'administrators' | 'emergencies' | 'groups' | 'roles' | 'sites' | 'subscriptions'

/** `/v1/api/assignments` */
export const assignmentRoutes = (deps: ApiDeps<Stores>) => [
  on(retrieve, async (c) =>
    reply(c, await getAssignments(deps, c.var.principal, c.req.valid('param').administratorId), assignmentsWire),
  ),
  on(replace, async (c) => {
    const { administratorId } = c.req.valid('param')
    const wanted = assignmentsOf(c.req.valid('json'))
    return reply(c, await setAssignments(deps, c.var.principal, administratorId, wanted), assignmentsWire)
  }),
]
