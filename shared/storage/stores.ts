import { accessPointStore } from './access-points.ts'
import { accountStore } from './accounts.ts'
import { administratorStore } from './administrators.ts'
import { applicationStore } from './applications.ts'
import { commandStore } from './commands.ts'
import { credentialStore } from './credentials.ts'
import { deliveryStore } from './deliveries.ts'
import { eventStore } from './events.ts'
import { grantStore } from './grants.ts'
import { groupStore } from './groups.ts'
import { connectionStore } from './panel-connections.ts'
import { presenceStore } from './panel-presence.ts'
import { panelStore } from './panels.ts'
import { holidayStore, scheduleStore } from './schedules.ts'
import { signInStore } from './sign-ins.ts'
import { siteStore } from './sites.ts'
import { subscriptionStore } from './subscriptions.ts'
import type { Table } from './table-types.ts'
import { uploadStore } from './uploads.ts'
import { userStore } from './users.ts'

/** Every store, over one table. A function picks those it needs. */
export const createStores = (table: Table) => ({
  accessPoints: accessPointStore(table),
  accounts: accountStore(table),
  administrators: administratorStore(table),
  applications: applicationStore(table),
  grants: grantStore(table),
  signIns: signInStore(table),
  commands: commandStore(table),
  connections: connectionStore(table),
  credentials: credentialStore(table),
  groups: groupStore(table),
  deliveries: deliveryStore(table),
  events: eventStore(table),
  holidays: holidayStore(table),
  panels: panelStore(table),
  presences: presenceStore(table),
  schedules: scheduleStore(table),
  sites: siteStore(table),
  subscriptions: subscriptionStore(table),
  uploads: uploadStore(table),
  users: userStore(table),
})
export type Stores = ReturnType<typeof createStores>
