import { firstPosture, Posture } from '../../domain/devices/posture/entity.ts'
import type { Instant } from '../../lib/clock.ts'
import type { AccessPointId, AccountId, PanelId } from '../../lib/ids.ts'
import { entityKey } from '../keys/common.ts'
import { postureKey, presenceKey } from '../keys/devices.ts'
import { type AuditEvents, eventWrites } from '../record/event-writes.ts'
import type { Condition, Item, Table, Write } from '../table/types.ts'
import { isConnectedAt } from './panel-writes.ts'

/** How a change ended; `changed`: the posture or the door was changed by another writer, or the panel is gone. */
export type PostureChange = { ok: true } | { ok: false; reason: 'changed' | 'not_connected' }

/** What a change of a posture depends on besides the posture itself. */
export type PostureTerms = {
  /** Refuses the change for a panel that is not connected at this instant. */
  connectedAt?: Instant
  /** The posture as it was read must not have been confirmed since, either. */
  read?: Posture
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
    const put: Write = {
      put: itemOf(accountId, next),
      when: [isAtVersion(version - 1), ...(terms.read ? [wasConfirmedAs(terms.read)] : [])],
    }
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

  /**
   * Notes that the modes of the posture, as it was read, are those that `modesOf` asks for too; so whoever read what was asked before
   * does not write it any more. False when the posture was changed or confirmed by another meanwhile, or the panel is gone.
   */
  confirm: async (accountId: AccountId, read: Posture, modesOf: string): Promise<boolean> => {
    const put: Write = { put: itemOf(accountId, { ...read, modesOf }), when: [isAtVersion(read.version), wasConfirmedAs(read)] }
    // one that is stored goes with its panel, so its version says that the panel is there
    const isThere: Write = { check: presenceKey(accountId, read.panelId), when: [{ attribute: 'pk', is: 'present' }] }
    return (await table.write(read.version === 0 ? [put, isThere] : [put])).ok
  },
})

const itemOf = (accountId: AccountId, posture: Posture): Item => ({
  ...posture,
  ...postureKey(accountId, posture.panelId),
  entity: 'panel-posture',
})

/** A posture of version 0 may be stored or not. */
const isAtVersion = (version: number): Condition => {
  const same: Condition = { attribute: 'version', is: '=', value: version }
  return version === 0 ? { anyOf: [{ attribute: 'pk', is: 'absent' }, same] } : same
}

const wasConfirmedAs = ({ modesOf }: Posture): Condition =>
  modesOf === undefined ? { attribute: 'modesOf', is: 'absent' } : { attribute: 'modesOf', is: '=', value: modesOf }
