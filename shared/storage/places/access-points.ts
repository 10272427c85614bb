import type { Panel } from '../../domain/devices/panels/entity.ts'
import { AccessPoint } from '../../domain/places/access-points/entity.ts'
import type { Event } from '../../domain/record/events/entity.ts'
import type { AccessPointId, AccountId, PanelId } from '../../lib/ids.ts'
import { holdingWrite } from '../devices/panel-writes.ts'
import { scheduleUse } from '../keys/access.ts'
import { entityKey } from '../keys/common.ts'
import { type ChangeResult, collection } from '../table/collection.ts'
import type { Table } from '../table/types.ts'

/**
 * Access points of an account. A panel lists its doors, in step by transactions: so a door never hangs on a panel that is gone,
 * nor keeps the name of a site that was renamed in the same instant.
 */
export const accessPointStore = (table: Table) => {
  const {
    add: _add,
    adding,
    remove,
    replace,
    ...reads
  } = collection(
    table,
    'access-point',
    AccessPoint,
    ({ name, siteId, reportLiveStatus }) => ({ name, siteId, live: reportLiveStatus }),
    (accountId, { id, unlockScheduleId }): Record<string, string> =>
      unlockScheduleId === undefined ? {} : scheduleUse(accountId, unlockScheduleId, `access-point#${id}`),
  )
  return {
    ...reads,

    /** The doors of a panel, in order of id. */
    ofPanel: async (accountId: AccountId, panelId: PanelId): Promise<AccessPoint[]> => {
      const panel = await table.get(entityKey(accountId, 'panel', panelId))
      // Only `holdingWrite` and the panel's own store write this list.
      return reads.getMany(accountId, (panel?.accessPointIds ?? []) as AccessPointId[])
    },

    /**
     * Prepares adding the door with this id, and gives what adds it to a panel as that was read; `changed` when the panel has
     * changed since.
     */
    adding: async (accountId: AccountId, id: AccessPointId) => {
      const add = await adding(accountId, id)
      return async (point: AccessPoint, panel: Panel, event: Event): Promise<DoorChange> =>
        outcome(await add(point, event, [holdingWrite(accountId, panel, [...panel.accessPointIds, point.id])]))
    },

    /** Puts `next` in place of the door whose version is one less. No event is stored when no administrator asked for it. */
    replace: async (accountId: AccountId, next: AccessPoint, event: Event | undefined): Promise<DoorChange> =>
      outcome(await replace(accountId, next, event)),

    /** Deletes the door as it was read from the panel as it was read. */
    remove: async (accountId: AccountId, point: AccessPoint, panel: Panel, event: Event): Promise<DoorChange> => {
      const left = panel.accessPointIds.filter((id) => id !== point.id)
      return outcome(await remove(accountId, point, event, [holdingWrite(accountId, panel, left)]))
    },
  }
}

/** How a change ended; `changed`: the door or its panel was changed by another writer, so read again and retry. */
export type DoorChange = { ok: true } | { ok: false; reason: 'missing' | 'changed' }

const outcome = (result: ChangeResult): DoorChange =>
  result.ok || result.reason !== 'refused' ? result : { ok: false, reason: 'changed' }
