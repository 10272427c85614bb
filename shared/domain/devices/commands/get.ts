import type { Instant } from '../../../lib/clock.ts'
import type { AccessPointId } from '../../../lib/ids.ts'
import { err, ok, type Result } from '../../../lib/result.ts'
import type { Deps } from '../../deps.ts'
import type { Principal } from '../../identity/administrators/principal.ts'
import type { AccessPointNotFound } from '../../places/access-points/update.ts'
import type { Command, CommandState } from './entity.ts'
import { stateAt } from './lifecycle.ts'

/** The door has no such command, or it was given so long ago that it is forgotten. */
export type CommandNotFound = { kind: 'command_not_found'; commandId: string }

/** A command, and what time has made of its state. */
export type CommandNow = { command: Command; state: CommandState; now: Instant }

/** How far a command to a door came. Two trips, since the door names the panel that the command lies under. */
export const getCommand = async (
  deps: Pick<Deps, 'accessPoints' | 'commands' | 'now'>,
  { accountId }: Principal,
  accessPointId: AccessPointId,
  commandId: string,
): Promise<Result<CommandNow, AccessPointNotFound | CommandNotFound>> => {
  const point = await deps.accessPoints.get(accountId, accessPointId)
  if (!point) return err({ kind: 'access_point_not_found', accessPointId })
  const command = await deps.commands.get(accountId, point.panelId, commandId)
  if (command?.accessPoint.id !== accessPointId) return err({ kind: 'command_not_found', commandId })
  const now = deps.now()
  return ok({ command, state: stateAt(command, now), now })
}
