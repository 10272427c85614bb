import { z } from 'zod'
import { formatInstantMs } from '../../../../shared/dialects/brivo/wire-time.ts'
import { type CommandNow, getCommand } from '../../../../shared/domain/devices/commands/get.ts'
import type { Instant } from '../../../../shared/lib/clock.ts'
import { omitEmpty } from '../../../../shared/lib/defined.ts'
import { AccessPointId } from '../../../../shared/lib/ids.ts'
import type { ApiDeps } from '../../env.ts'
import { reply } from '../../reply.ts'
import { on, route } from '../../route.ts'
import { errors, json } from '../../wire.ts'

const when = z.string().optional()
const CommandWire = z
  .object({
    id: z.string(),
    kind: z.literal('activate'),
    accessPointId: z.number(),
    controlPanelId: z.number(),
    state: z.enum(['accepted', 'sent', 'received', 'executing', 'succeeded', 'failed', 'rejected', 'expired', 'unknown']),
    reason: z.string().optional(),
    issued: z.string(),
    notAfter: z.string().meta({ description: 'The panel does not do it after this' }),
    sends: z.number(),
    sent: when,
    received: when,
    executing: when,
    settled: when,
  })
  .meta({ id: 'Command' })

const moment = (at: Instant | undefined) => (at === undefined ? undefined : formatInstantMs(at))

const commandWire = ({ command, state }: CommandNow): z.infer<typeof CommandWire> =>
  omitEmpty({
    id: command.id,
    kind: command.kind,
    accessPointId: command.accessPoint.id,
    controlPanelId: command.panelId,
    state,
    reason: command.reason,
    issued: formatInstantMs(command.issuedAt),
    notAfter: formatInstantMs(command.notAfter),
    sends: command.sends,
    sent: moment(command.sentAt),
    received: moment(command.receivedAt),
    executing: moment(command.executingAt),
    settled: moment(command.settledAt),
  })

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
