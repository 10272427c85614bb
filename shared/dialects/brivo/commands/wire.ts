import { z } from 'zod'
import type { Command } from '../../../domain/devices/commands/entity.ts'
import type { CommandNow } from '../../../domain/devices/commands/get.ts'
import { receivedDeadlineMs, resultDueAt } from '../../../domain/devices/commands/lifecycle.ts'
import type { EventActor } from '../../../domain/record/events/entity.ts'
import type { Instant } from '../../../lib/clock.ts'
import { omitEmpty } from '../../../lib/defined.ts'
import { formatInstantMs } from '../wire-time.ts'

const states = ['accepted', 'sent', 'received', 'executing', 'succeeded', 'failed', 'rejected', 'expired', 'unknown'] as const
type WireState = (typeof states)[number]

const when = z.string().optional()
const CommandParty = z
  .object({
    type: z.enum(['administrator', 'user', 'visitor', 'token', 'system', 'panel']),
    id: z.number().optional(),
    name: z.string().optional(),
  })
  .meta({ id: 'CommandParty' })
/** A command and all that came of it (ours: the API document has no commands). Instants carry milliseconds. */
export const CommandWire = z
  .object({
    id: z.string(),
    kind: z.enum(['activate', 'activate_floors']),
    accessPointId: z.number(),
    accessPointName: z.string(),
    floorIds: z.array(z.number()).optional(),
    pulseSeconds: z.number(),
    controlPanelId: z.number(),
    state: z.enum(states),
    states: z.array(z.object({ state: z.enum(states), at: z.string(), send: z.number().optional() }).meta({ id: 'CommandStep' })),
    reason: z.string().optional(),
    by: CommandParty,
    for: CommandParty.optional(),
    credentialId: z.number().optional(),
    application: z.object({ clientId: z.string() }).meta({ id: 'CommandApplication' }).optional(),
    issued: z.string(),
    notAfter: z.string().meta({ description: 'The panel does not do it after this' }),
    receivedDue: z.string(),
    resultDue: z.string(),
    sends: z.number(),
    sent: when,
    received: when,
    executing: when,
    settled: when,
  })
  .meta({ id: 'Command' })

const moment = (at: Instant | undefined) => (at === undefined ? undefined : formatInstantMs(at))

const party = ({ kind, id, name }: EventActor): z.infer<typeof CommandParty> =>
  omitEmpty({ type: kind, id, name: name === '' ? undefined : name })

/** For whom it was given, if that is known: by whose rights a program gave it, or the person who opened the door for themselves. */
const forWhom = ({ by, onBehalfOf }: Command): EventActor | undefined => onBehalfOf ?? (by.kind === 'user' ? by : undefined)

/** The states that a command has been in, in the order of its life, each with its time; `send` counts the times of sending. */
const stepsOf = (command: Command, state: WireState): { state: WireState; at: string; send?: number }[] => {
  const { issuedAt, notAfter, sentAts, receivedAt, executingAt, settledAt } = command
  const step = (name: WireState, at: Instant | undefined) => (at === undefined ? [] : [{ state: name, at: formatInstantMs(at) }])
  const ended = state === 'expired' ? notAfter : state === 'unknown' ? resultDueAt(command) : settledAt
  return [
    ...step('accepted', issuedAt),
    ...sentAts.map((at, index) => ({ state: 'sent' as const, at: formatInstantMs(at), send: index + 1 })),
    ...step('received', receivedAt),
    ...step('executing', executingAt),
    ...step(state, ended),
  ]
}

/** A command as the API answers it. */
export const commandWire = ({ command, state }: CommandNow): z.infer<typeof CommandWire> => {
  const { id, kind, accessPoint, floorIds, clientId, issuedAt } = command
  const behalf = forWhom(command)
  return omitEmpty({
    id,
    kind,
    accessPointId: accessPoint.id,
    accessPointName: accessPoint.name,
    floorIds,
    pulseSeconds: command.durationSeconds,
    controlPanelId: command.panelId,
    state,
    states: stepsOf(command, state),
    reason: command.reason,
    by: party(command.by),
    for: behalf && party(behalf),
    credentialId: command.credentialId,
    application: clientId === undefined ? undefined : { clientId },
    issued: formatInstantMs(issuedAt),
    notAfter: formatInstantMs(command.notAfter),
    receivedDue: formatInstantMs(issuedAt + receivedDeadlineMs),
    resultDue: formatInstantMs(resultDueAt(command)),
    sends: command.sends,
    sent: moment(command.sentAts.at(-1)),
    received: moment(command.receivedAt),
    executing: moment(command.executingAt),
    settled: moment(command.settledAt),
  })
}
