import { second } from '../../../lib/clock.ts'
import type { AccountId } from '../../../lib/ids.ts'
import type { Deps } from '../../deps.ts'
import { lookUntil } from '../look-until.ts'
import type { Command } from './entity.ts'
import type { CommandNow } from './get.ts'
import { isFinal, stateAt } from './lifecycle.ts'

/** So often somebody looks within some 100 ms, in which most panels answer: a read unit each. */
const quickLooks = 4

/** Waits until the panel has said how a command ended, `waitSeconds` at most. Gives the command as it is then, whether it did or not. */
export const awaitResult = async (
  deps: Pick<Deps, 'commands' | 'now' | 'pause'>,
  accountId: AccountId,
  given: Command,
  waitSeconds: number,
): Promise<CommandNow> => {
  let command = given
  const look = async () => {
    command = (await deps.commands.get(accountId, given.panelId, given.id)) ?? command
    return isFinal(command.state)
  }
  await lookUntil(deps, waitSeconds * second, look, quickLooks)
  const now = deps.now()
  return { command, state: stateAt(command, now), now }
}
