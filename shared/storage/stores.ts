import { credentialStore } from './credentials.ts'
import { groupStore } from './groups.ts'
import { holidayStore, scheduleStore } from './schedules.ts'
import { siteStore } from './sites.ts'
import type { Table } from './table-types.ts'
import { userStore } from './users.ts'

/** Every store, over one table. A function picks those it needs. */
export const createStores = (table: Table) => ({
  credentials: credentialStore(table),
  groups: groupStore(table),
  holidays: holidayStore(table),
  schedules: scheduleStore(table),
  sites: siteStore(table),
  users: userStore(table),
})
export type Stores = ReturnType<typeof createStores>
