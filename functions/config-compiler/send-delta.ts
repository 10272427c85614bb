import type { PanelToCompile } from '../../shared/domain/devices/panels/config-work.ts'
import { isConnected, type PanelPresence } from '../../shared/domain/devices/panels/entity.ts'
import type { RulesDelta } from '../../shared/domain/devices/rules-log/entity.ts'
import { asciiJson } from '../../shared/lib/ascii-json.ts'
import type { AccountId, PanelId } from '../../shared/lib/ids.ts'
import { describeError, log } from '../../shared/lib/log.ts'
import { sayOnSocket } from '../../shared/panel-link/say.ts'
import { deltaMessage } from '../../shared/panel-protocol/orders.ts'
import type { SendDeps } from './deps.ts'

/**
 * Sends a panel a delta that was added to its log. A panel that cannot be reached gets it when it is back: its presence says that there is
 * something. It may be back already.
 */
export const sendDelta = async (
  deps: SendDeps,
  accountId: AccountId,
  presence: PanelPresence,
  delta: RulesDelta,
): Promise<void> => {
  if (await push(deps, accountId, presence, delta)) return
  const now = await deps.presences.rulesNoted(accountId, presence.panelId, delta.version, delta.at)
  if (now && now.generation !== presence.generation) await push(deps, accountId, now, delta)
}

/** Whether it was sent. What fails here is left to the panel, which says at each heartbeat what it runs; and to a nudge. */
const push = async (deps: SendDeps, accountId: AccountId, presence: PanelPresence, delta: RulesDelta): Promise<boolean> => {
  const { panelId, connection } = presence
  if (connection?.connectionId === undefined || !isConnected(presence, deps.now())) return false
  const say = sayOnSocket(deps, accountId, panelId, connection.connectionId)
  try {
    return await say(await deltaMessage(deps.signing, panelId, [delta], deps.now()))
  } catch (thrown) {
    log('warn', 'a delta was not sent', { accountId, panelId, version: delta.version, ...describeError(thrown) })
    await deps.presences.rulesNoted(accountId, panelId, delta.version, delta.at)
    await deps.panelWork.nudge(accountId, panelId)
    return true
  }
}

/** Asks for a snapshot of the panel's rules, in the lane of what is not urgent. Throws when the queue does not take it. */
export const askForSnapshot = async (deps: SendDeps, accountId: AccountId, panelId: PanelId): Promise<void> => {
  const why = { whole: true, revokes: false, reasons: ['rules-log'], knownAt: deps.now() }
  const message: PanelToCompile = { kind: 'panel', accountId, panelId, ...why }
  const refused = await deps.configWork.send([{ group: String(accountId), body: asciiJson(message) }])
  if (refused.length > 0) throw new Error('A queue did not take the request for a snapshot')
}
