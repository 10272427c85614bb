import type { AccountId, PanelId } from '../../../lib/ids.ts'
import { ok, type Result } from '../../../lib/result.ts'
import { raced } from '../../../lib/retry.ts'
import { untilFirst } from '../../change.ts'
import type { ChangedMeanwhile } from '../../common-errors.ts'
import type { Deps } from '../../deps.ts'
import type { Command } from './entity.ts'
import { isFinal, stateAt } from './lifecycle.ts'
import { recentCommands } from './send-pending.ts'
import { settledEvent } from './settle.ts'

type EndDeps = Pick<Deps, 'commands' | 'now' | 'pause'>

/**
 * Ends the commands of a panel that nobody will report about, as failed for this reason, each with its event. Those that have ended, or
 * whose time is over, stay as they are. A receipt that is faster wins.
 */
export const endUnsettled = async (deps: EndDeps, accountId: AccountId, panelId: PanelId, reason: string): Promise<void> => {
  const recent = await recentCommands(deps, accountId, panelId, deps.now())
  for (const { id } of recent) await endOne(deps, accountId, panelId, id, reason)
}

const endOne = async (
  deps: EndDeps,
  accountId: AccountId,
  panelId: PanelId,
  id: string,
  reason: string,
): Promise<Result<void, ChangedMeanwhile>> =>
  untilFirst(deps, 'command', async () => {
    const command = await deps.commands.get(accountId, panelId, id)
    const now = deps.now()
    if (!command || !isUnsettled(command, now)) return ok(undefined)
    const ended: Command = { ...command, state: 'failed', settledAt: now, reason }
    return (await deps.commands.settle(accountId, command, ended, settledEvent(ended, now))) ? ok(undefined) : raced
  })

const isUnsettled = (command: Command, now: number): boolean => {
  const state = stateAt(command, now)
  return !isFinal(state) && state !== 'expired' && state !== 'unknown'
}
