import { Area } from '../../domain/access/areas/entity.ts'
import type { Panel } from '../../domain/devices/panels/entity.ts'
import type { AccountId, PanelId } from '../../lib/ids.ts'
import { entityKey, relationKey, relationPartition } from '../keys/common.ts'
import type { AuditEvents } from '../record/event-writes.ts'
import { type ChangeResult, collection } from '../table/collection.ts'
import type { Table, Write } from '../table/types.ts'

/** The areas of a panel, read strongly in one query, in order of their ids. */
export const areasOfPanel = async (table: Table, accountId: AccountId, panelId: PanelId): Promise<Area[]> => {
  const pk = relationPartition(accountId, 'panel-areas', panelId)
  return (await table.query({ pk, consistent: true })).map((item) => Area.parse(item))
}

/**
 * Areas. Each has a copy under its panel, which is what the panel's rules are compiled from. A new area and a changed one count up the
 * version of their panel, as doors do that come and go there: what was read after the panel holds when it is written.
 */
export const areaStore = (table: Table) => {
  const {
    add,
    adding: _,
    replace,
    remove,
    ...areas
  } = collection(table, 'area', Area, ({ name, panelId }) => ({ name, panelId }))
  return {
    ...areas,

    ofPanel: (accountId: AccountId, panelId: PanelId): Promise<Area[]> => areasOfPanel(table, accountId, panelId),

    /** Adds an area to its panel; `refused` when that changed since it was read. */
    add: (accountId: AccountId, area: Area, panel: Panel, event: AuditEvents): Promise<ChangeResult> =>
      add(accountId, area, event, [atPanel(accountId, area), counting(accountId, panel)]),

    /** Puts `next` in place of the area whose version is one less; `refused` when its panel changed since it was read. */
    replace: (accountId: AccountId, next: Area, panel: Panel, event: AuditEvents): Promise<ChangeResult> =>
      replace(accountId, next, event, [atPanel(accountId, next), counting(accountId, panel)]),

    /** Deletes the area as it was read. */
    remove: (accountId: AccountId, area: Area, event: AuditEvents): Promise<ChangeResult> =>
      remove(accountId, area, event, [{ delete: keyAtPanel(accountId, area) }]),
  }
}

const keyAtPanel = (accountId: AccountId, { id, panelId }: Area) => relationKey(accountId, 'panel-areas', panelId, id)

const atPanel = (accountId: AccountId, area: Area): Write => ({
  put: { ...area, ...keyAtPanel(accountId, area), entity: 'area-of-panel' },
})

const counting = (accountId: AccountId, { id, version }: Panel): Write => ({
  update: entityKey(accountId, 'panel', id),
  set: { version: version + 1 },
  when: [{ attribute: 'version', is: '=', value: version }],
})
