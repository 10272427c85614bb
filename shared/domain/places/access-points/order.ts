import { commandIdOf } from '../../../lib/command-id.ts'
import { definedOf } from '../../../lib/defined.ts'
import { err, ok, type Result } from '../../../lib/result.ts'
import type { Deps } from '../../deps.ts'
import type { Command } from '../../devices/commands/entity.ts'
import { momentaryLifeMs } from '../../devices/commands/lifecycle.ts'
import { may } from '../../identity/principals/may.ts'
import type { Principal } from '../../identity/principals/principal.ts'
import { actorOf, type Stamp } from '../../record/events/audit.ts'
import type { AccessPoint } from './entity.ts'
import type { AccessPointNotConnected } from './errors.ts'

/** What a momentary order is about, besides its door: a pulse of the door, or of floors behind it. */
export type Wanted = Pick<
  Command,
  'kind' | 'durationSeconds' | 'relays' | 'floorIds' | 'credentialId' | 'inLockdown' | 'inPrivacy'
>

/**
 * A command that is done within the life of a momentary command, or never. In a lockdown of the door it is done when somebody gives it
 * who may initiate emergencies, and at a lock that is set to privacy when it is an administrator; whether there is a lockdown or privacy the panel
 * knows, and nobody asks here.
 */
export const momentaryCommand = (point: AccessPoint, principal: Principal, wanted: Wanted, { now, uuid }: Stamp): Command => ({
  ...wanted,
  ...(may(principal, 'emergencies:initiate') ? { inLockdown: true as const } : {}),
  // an administrator decides with reasons of their own; a card holder passes by the rules
  ...(principal.kind === 'cardHolder' ? {} : { inPrivacy: true as const }),
  id: uuid,
  panelId: point.panelId,
  accessPoint: { id: point.id, name: point.name, type: point.type, siteId: point.siteId, siteName: point.siteName },
  by: actorOf(principal),
  ...throughOf(principal),
  issuedAt: now,
  notAfter: now + momentaryLifeMs,
  state: 'accepted',
  sends: 0,
  sentAts: [],
})

/** Through which application the principal gives an order, and by whose rights, where those are another's. */
const throughOf = (principal: Principal): Pick<Command, 'clientId' | 'onBehalfOf'> => {
  if (principal.kind === 'panel' || principal.kind === 'system') return {}
  const { clientId } = principal
  const onBehalfOf = principal.kind === 'token' ? ({ kind: 'administrator', id: principal.administratorId } as const) : undefined
  return definedOf({ clientId, onBehalfOf })
}

/** How often an id is drawn for one order. */
const maxDraws = 4

/**
 * Stores an order for the panel of a door and wakes who sends it. Whether the panel is connected is asked by the write itself, so a
 * command is never stored for a panel that went away meanwhile. The nudge only saves time: a panel also asks for its commands
 * when it connects and at each heartbeat.
 */
export const order = async (
  deps: Pick<Deps, 'commands' | 'panelWork' | 'now' | 'randomBytes'>,
  principal: Principal,
  point: AccessPoint,
  wanted: Wanted,
): Promise<Result<Command, AccessPointNotConnected>> => {
  const { accountId } = principal
  for (let draws = 0; draws < maxDraws; draws += 1) {
    const now = deps.now()
    const uuid = commandIdOf(now, point.panelId, deps.randomBytes(3))
    const command = momentaryCommand(point, principal, wanted, { now, uuid })
    const added = await deps.commands.add(accountId, command, now)
    if (added === 'not_connected') return err({ kind: 'access_point_not_connected', accessPointId: point.id })
    if (added === 'taken') continue
    await deps.panelWork.nudge(accountId, point.panelId)
    return ok(command)
  }
  throw new Error(`No id for a command of the panel ${point.panelId}: ${maxDraws} were taken`)
}
