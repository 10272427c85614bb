import type { Instant } from '../../../lib/clock.ts'
import type { AccessPointId } from '../../../lib/ids.ts'
import { err, ok, type Result } from '../../../lib/result.ts'
import type { NotFound } from '../../common-errors.ts'
import type { Deps } from '../../deps.ts'
import type { Principal } from '../../identity/principals/principal.ts'
import type { Command, CommandState } from './entity.ts'
import { stateAt } from './lifecycle.ts'

/** A command, and what time has made of its state. */
export type CommandNow = { command: Command; state: CommandState; now: Instant }

/** How far a command to a door came. Two trips, since the door names the panel that the command lies under. */
export const getCommand = async (
  deps: Pick<Deps, 'accessPoints' | 'commands' | 'now'>,
  { accountId }: Principal,
  accessPointId: AccessPointId,
  commandId: string,
): Promise<Result<CommandNow, NotFound<'access point' | 'command'>>> => {
  const point = await deps.accessPoints.get(accountId, accessPointId)
  if (!point) return err({ kind: 'not_found', what: 'access point', id: accessPointId })
  const command = await deps.commands.get(accountId, point.panelId, commandId)
  if (command?.accessPoint.id !== accessPointId) return err({ kind: 'not_found', what: 'command', id: commandId })
  const now = deps.now()
  return ok({ command, state: stateAt(command, now), now })
}
