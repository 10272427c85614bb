import { z } from 'zod'
import { PanelKey } from '../../domain/devices/panels/entity.ts'
import type { Instant } from '../../lib/clock.ts'
import { AccountId, PanelId } from '../../lib/ids.ts'
import { globalKey } from '../keys/common.ts'
import { assertionKey } from '../keys/devices.ts'
import type { Item, Table } from '../table/types.ts'

/** Who is at the other end of a socket, as it proved when it connected; never changes. */
export const PanelConnection = z.object({
  connectionId: z.string(),
  accountId: AccountId,
  panelId: PanelId,
  key: PanelKey,
  /** Thumbprint of `key`. */
  keyId: z.string(),
  connectedAt: z.number(),
})
export type PanelConnection = z.infer<typeof PanelConnection>

/** An assertion that was used, and until when it could be used again if nobody remembered. */
export type UsedAssertion = { jti: string; expiresAt: Instant }

/** A socket lives two hours; what is kept of it, a little longer. */
const keptSeconds = 3 * 3_600

/** Sockets of panels, and the assertions with which panels came: each is good for one time. */
export const connectionStore = (table: Table) => ({
  /** Remembers the assertion and who is on the socket. False when the assertion was used before, and nothing is stored. */
  open: async (connection: PanelConnection, assertion: UsedAssertion): Promise<boolean> => {
    const { connectionId, accountId, panelId, connectedAt } = connection
    const put = {
      ...globalKey('connection', connectionId),
      entity: 'panel-connection',
      ...connection,
      ttl: Math.ceil(connectedAt / 1_000) + keptSeconds,
    }
    return (await table.write([usedOnce(accountId, panelId, assertion), { put }])).ok
  },

  /** Who is on the socket; undefined when nobody we let in. */
  find: async (connectionId: string): Promise<PanelConnection | undefined> => {
    const item = await table.get(globalKey('connection', connectionId))
    return item && PanelConnection.parse(item)
  },

  /** Remembers the assertion of a request. False when it was used before. */
  use: async (accountId: AccountId, panelId: PanelId, assertion: UsedAssertion): Promise<boolean> =>
    (await table.write([usedOnce(accountId, panelId, assertion)])).ok,
})

const usedOnce = (accountId: AccountId, panelId: PanelId, { jti, expiresAt }: UsedAssertion) => {
  const put: Item = { ...assertionKey(accountId, panelId, jti), entity: 'assertion', ttl: Math.ceil(expiresAt / 1_000) }
  return { put, when: [{ attribute: 'pk', is: 'absent' } as const] }
}
