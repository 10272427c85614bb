import { z } from 'zod'
import { CommandWire, commandWire } from '../../../../shared/dialects/brivo/commands/wire.ts'
import { getCommand } from '../../../../shared/domain/devices/commands/get.ts'
import { route } from '../../../../shared/http/route.ts'
import { AccessPointId } from '../../../../shared/lib/ids.ts'
import type { ApiDeps } from '../../env.ts'
import { reply } from '../../reply.ts'
import { on } from '../../route.ts'
import { errors, json } from '../../wire.ts'

const retrieve = route('get', '/{accessPointId}/commands/{commandId}', {
  operationId: 'getCommand',
  permission: 'access-points:view',
  request: { params: z.object({ accessPointId: AccessPointId, commandId: z.uuid() }) },
  responses: { 200: json('How far the command came', CommandWire), ...errors(400, 403, 404) },
})

/** `/v1/api/access-points/{accessPointId}/commands`: ours; `Sallyport-Command-Id` of an activation names the command. */
export const accessPointCommandRoutes = (deps: ApiDeps<'accessPoints' | 'commands'>) => [
  on(retrieve, async (c) => {
    const { accessPointId, commandId } = c.req.valid('param')
    return reply(c, await getCommand(deps, c.var.principal, accessPointId, commandId), commandWire)
  }),
]
