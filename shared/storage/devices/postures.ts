import { firstPosture, Posture } from '../../domain/devices/posture/entity.ts'
import type { Instant } from '../../lib/clock.ts'
import type { AccessPointId, AccountId, PanelId } from '../../lib/ids.ts'
import { entityKey } from '../keys/common.ts'
import { postureKey, presenceKey } from '../keys/devices.ts'
import { type AuditEvents, eventWrites } from '../record/event-writes.ts'
import type { Condition, Table, Write } from '../table/types.ts'
import { isConnectedAt } from './panel-writes.ts'

/** How a change ended; `changed`: the posture or the door was changed by another writer, or the panel is gone. */
export type PostureChange = { ok: true } | { ok: false; reason: 'changed' | 'not_connected' }

/** What a change of a posture depends on besides the posture itself. */
export type PostureTerms = {
  /** Refuses the change for a panel that is not connected at this instant. */
  connectedAt?: Instant
  /** A door that must be as it was read. */
  door?: { id: AccessPointId; version: number }
}

/** The postures of panels: one item each, whose version the panel's presence has too, since that is read whenever a panel speaks. */
export const postureStore = (table: Table) => ({
  get: async (accountId: AccountId, panelId: PanelId): Promise<Posture> => {
    const item = await table.get(postureKey(accountId, panelId))
    return item ? Posture.parse(item) : firstPosture(panelId)
  },

  /** The postures that panels of `panelIds` have; one that never had any is left out. */
  getMany: async (
    accountId: AccountId,
    panelIds: readonly PanelId[],
    options: { consistent?: boolean } = {},
  ): Promise<Posture[]> => {
    const keys = panelIds.map((panelId) => postureKey(accountId, panelId))
    return (await table.getMany(keys, options)).map((item) => Posture.parse(item))
  },

  /** Puts `next` in place of the posture whose version is one less, with its events. */
  replace: async (accountId: AccountId, next: Posture, terms: PostureTerms, events: AuditEvents): Promise<PostureChange> => {
    const { panelId, version } = next
    const presence: Write = {
      update: presenceKey(accountId, panelId),
      set: { postureVersion: version },
      when: [{ attribute: 'pk', is: 'present' }, ...(terms.connectedAt === undefined ? [] : isConnectedAt(terms.connectedAt))],
    }
    const put: Write = { put: { ...next, ...postureKey(accountId, panelId), entity: 'panel-posture' }, when: follows(version) }
    const door: Write[] = terms.door
      ? [
          {
            check: entityKey(accountId, 'access-point', terms.door.id),
            when: [{ attribute: 'version', is: '=', value: terms.door.version }],
          },
        ]
      : []
    const written = await table.write([put, presence, ...door, ...eventWrites(accountId, events)])
    if (written.ok) return written
    const isOutOfContact = written.failed.some(({ index, item }) => index === 1 && item !== undefined)
    return { ok: false, reason: isOutOfContact ? 'not_connected' : 'changed' }
  },
})

const follows = (version: number): Condition[] => [
  version === 1 ? { attribute: 'pk', is: 'absent' } : { attribute: 'version', is: '=', value: version - 1 },
]
