import { siteStore } from './sites.ts'
import type { Table } from './table-types.ts'

/** Every store, over one table. A function picks those it needs. */
export const createStores = (table: Table) => ({
  sites: siteStore(table),
})
export type Stores = ReturnType<typeof createStores>
