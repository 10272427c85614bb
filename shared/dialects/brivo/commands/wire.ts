import { z } from 'zod'
import type { CommandNow } from '../../../domain/devices/commands/get.ts'
import type { Instant } from '../../../lib/clock.ts'
import { omitEmpty } from '../../../lib/defined.ts'
import { formatInstantMs } from '../wire-time.ts'

const when = z.string().optional()
/** How far a command came (ours: the API document has no commands). Instants carry milliseconds. */
export const CommandWire = z
  .object({
    id: z.string(),
    kind: z.enum(['activate', 'activate_floors']),
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

/** A command as the API answers it. */
export const commandWire = ({ command, state }: CommandNow): z.infer<typeof CommandWire> =>
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
