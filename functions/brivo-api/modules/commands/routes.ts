import { z } from 'zod'
import { CommandWire, commandWire } from '../../../../shared/dialects/brivo/commands/wire.ts'
import { findCommand } from '../../../../shared/domain/devices/commands/get.ts'
import { route } from '../../../../shared/http/route.ts'
import type { ApiDeps } from '../../env.ts'
import { reply } from '../../reply.ts'
import { on } from '../../route.ts'
import { errors, json } from '../../wire.ts'

const retrieve = route('get', '/{commandId}', {
  operationId: 'getCommandById',
  // A card holder may see their own, which is asked of the command.
  permission: 'none',
  request: { params: z.object({ commandId: z.uuid() }) },
  responses: { 200: json('The command, and all that came of it', CommandWire), ...errors(400, 403, 404) },
})

/** `/v1/api/commands`: ours; `Sallyport-Command-Id` of an activation names the command. */
export const commandRoutes = (deps: ApiDeps<'commands'>) => [
  on(retrieve, async (c) => reply(c, await findCommand(deps, c.var.principal, c.req.valid('param').commandId), commandWire)),
]
