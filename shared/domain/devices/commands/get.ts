import type { Instant } from '../../../lib/clock.ts'
import type { AccessPointId } from '../../../lib/ids.ts'
import { err, ok, type Result } from '../../../lib/result.ts'
import type { NotFound, NotPermitted } from '../../common-errors.ts'
import type { Deps } from '../../deps.ts'
import { may } from '../../identity/principals/may.ts'
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

/**
 * A command by its id alone. Whoever may see doors finds those of the doors that they see, and a card holder their own; any other is none.
 * One trip, and one more for a caller who is limited: the id says under which panel it lies, so one that was just given is found.
 */
export const findCommand = async (
  deps: Pick<Deps, 'commands' | 'now'>,
  principal: Principal,
  commandId: string,
): Promise<Result<CommandNow, NotFound<'command'> | NotPermitted>> => {
  if (principal.kind !== 'cardHolder' && !may(principal, 'access-points:view')) {
    return err({ kind: 'not_permitted', permission: 'access-points:view' })
  }
  const command = await deps.commands.find(principal.accountId, commandId)
  if (!command || !isVisible(principal, command)) return err({ kind: 'not_found', what: 'command', id: commandId })
  const now = deps.now()
  return ok({ command, state: stateAt(command, now), now })
}

const isVisible = (principal: Principal, { by }: Command): boolean =>
  principal.kind !== 'cardHolder' || (by.kind === 'user' && by.id === principal.userId)
