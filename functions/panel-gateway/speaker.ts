import type { PanelKey } from '../../shared/domain/devices/panels/entity.ts'
import type { AccountId, PanelId } from '../../shared/lib/ids.ts'
import { type Say, sayOnSocket } from '../../shared/panel-link/say.ts'
import type { CloudMessage } from '../../shared/panel-protocol/message.ts'
import { type VerifyKeys, verifyKeys } from '../../shared/panel-protocol/signing.ts'
import type { PanelConnection } from '../../shared/storage/devices/connections.ts'
import type { Line } from '../../shared/storage/devices/presence.ts'
import type { GatewayDeps } from './deps.ts'

/** A panel that has proved who it is, and how to answer it. Nothing of this comes from its messages. */
export type Speaker = {
  accountId: AccountId
  panelId: PanelId
  line: Line
  /** The panel's own key, ready to verify what it signs. */
  keys: VerifyKeys
  say: Say
}

/** What became of a message: `superseded` by a newer connection of the same panel; `unpaired`: the panel is no longer paired with this key. */
export type Heard = 'heard' | 'superseded' | 'unpaired'

/** A panel on a socket. When the socket turns out to be over, the panel counts as disconnected at once. */
export const onSocket = async (
  deps: Pick<GatewayDeps, 'sockets' | 'presences'>,
  { connectionId, accountId, panelId, key, keyId, connectedAt }: PanelConnection,
): Promise<Speaker> => ({
  accountId,
  panelId,
  line: { keyId, connectionId, connectedAt },
  keys: await verifyKeys({ keys: [key] }),
  say: sayOnSocket(deps, accountId, panelId, connectionId),
})

/** A panel that asks by HTTPS: what it is sent goes into `answers`. */
export const onRequest = async (
  { now }: Pick<GatewayDeps, 'now'>,
  { accountId, panelId, key, keyId }: { accountId: AccountId; panelId: PanelId; key: PanelKey; keyId: string },
  answers: CloudMessage[],
): Promise<Speaker> => ({
  accountId,
  panelId,
  line: { keyId, connectedAt: now() },
  keys: await verifyKeys({ keys: [key] }),
  say: async (message) => {
    answers.push(message)
    return true
  },
})
