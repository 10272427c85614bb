import type { PanelSockets } from '../adapters/panel-sockets.ts'
import type { Deps } from '../domain/deps.ts'
import type { AccountId, PanelId } from '../lib/ids.ts'
import { type CloudMessage, encodeMessage } from '../panel-protocol/message.ts'

/** Sends the panel a message; false when it cannot be reached (any more). */
export type Say = (message: CloudMessage) => Promise<boolean>

/** Sends to a panel on its socket. When the socket turns out to be closed, the panel counts as disconnected at once. */
export const sayOnSocket =
  (
    { sockets, presences }: Pick<Deps, 'presences'> & { sockets: Pick<PanelSockets, 'send'> },
    accountId: AccountId,
    panelId: PanelId,
    connectionId: string,
  ): Say =>
  async (message) => {
    if ((await sockets.send(connectionId, encodeMessage(message))) === 'sent') return true
    await presences.lost(accountId, panelId, connectionId)
    return false
  }
