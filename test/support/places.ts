import { removeAccessPoint } from '../../shared/domain/places/access-points/remove.ts'
import { AccessPointId, AccountId, idFrom, type PanelId } from '../../shared/lib/ids.ts'
import { uuidOf } from '../../shared/lib/uuid.ts'
import { createStores } from '../../shared/storage/stores.ts'
import type { Table } from '../../shared/storage/table/types.ts'
import { turnsPause } from '../fakes/pause.ts'
import { somebody } from './api.ts'
import { audit, door, panel, site } from './doors.ts'

export type Places = ReturnType<typeof placesOver>

/** What operations on places need, over `table`, with doors that hang on panel 3 of an account. */
export const placesOver = (table: Table) => {
  let drawn = 0
  const draw = () => {
    drawn += 1
    return drawn
  }
  const deps = {
    ...createStores(table),
    now: () => Date.UTC(2026, 2, 2, 12),
    newId: () => idFrom(Date.UTC(2026, 2, 2, 12), draw()),
    newUuid: () => uuidOf(`places ${draw()}`),
    pause: turnsPause(),
  }
  const of = (account: number) => AccountId.parse(account)
  const principal = (account: number) => somebody({ accountId: of(account) })
  return {
    deps,
    of,
    principal,
    page: { offset: 0, pageSize: 100 },
    /** Adds these doors to the account's panel 3, which is made with them. */
    doors: async (account: number, ids: readonly number[]): Promise<PanelId> => {
      const home = site(1)
      let hung = panel(3, home)
      await deps.sites.add(of(account), home, undefined)
      const addPanel = await deps.panels.adding(of(account), hung.id)
      await addPanel({ ...hung, serialNumber: `SP-${account}` }, home, audit(`panel of ${account}`))
      for (const id of ids) {
        const point = door(id, hung)
        const addDoor = await deps.accessPoints.adding(of(account), point.id)
        await addDoor(point, hung, audit(`door ${id} of ${account}`))
        hung = { ...hung, version: hung.version + 1, accessPointIds: [...hung.accessPointIds, point.id] }
      }
      return hung.id
    },
    removeDoor: async (account: number, id: number): Promise<void> => {
      const removed = await removeAccessPoint(deps, principal(account), AccessPointId.parse(id))
      if (!removed.ok) throw new Error(removed.error.kind)
    },
  }
}
