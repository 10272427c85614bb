import { holidayStore, scheduleStore } from './schedules.ts'
import { siteStore } from './sites.ts'
import type { Table } from './table-types.ts'

/** Every store, over one table. A function picks those it needs. */
export const createStores = (table: Table) => ({
  holidays: holidayStore(table),
  schedules: scheduleStore(table),
  sites: siteStore(table),
})
export type Stores = ReturnType<typeof createStores>
