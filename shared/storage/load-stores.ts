import type { Stores } from './stores.ts'
import type { Table } from './table/types.ts'

/** How each store is made. A store is imported when somebody needs it: its schemas cost time at a cold start. */
const loaders: { [Name in keyof Stores]: (table: Table) => Promise<Stores[Name]> } = {
  accessPoints: async (table: Table) => (await import('./places/access-points.ts')).accessPointStore(table),
  accounts: async (table: Table) => (await import('./places/accounts.ts')).accountStore(table),
  administrators: async (table: Table) => (await import('./identity/administrators.ts')).administratorStore(table),
  applications: async (table: Table) => (await import('./identity/applications.ts')).applicationStore(table),
  grants: async (table: Table) => (await import('./identity/grants.ts')).grantStore(table),
  signIns: async (table: Table) => (await import('./identity/sign-ins.ts')).signInStore(table),
  companies: async (table: Table) => (await import('./places/companies.ts')).companyStore(table),
  commands: async (table: Table) => (await import('./devices/commands.ts')).commandStore(table),
  connections: async (table: Table) => (await import('./devices/connections.ts')).connectionStore(table),
  credentials: async (table: Table) => (await import('./people/credentials.ts')).credentialStore(table),
  groups: async (table: Table) => (await import('./people/groups.ts')).groupStore(table),
  deliveries: async (table: Table) => (await import('./outbound/deliveries.ts')).deliveryStore(table),
  doorSets: async (table: Table) => (await import('./places/door-sets.ts')).doorSetStore(table),
  events: async (table: Table) => (await import('./record/events.ts')).eventStore(table),
  holidays: async (table: Table) => (await import('./access/schedules.ts')).holidayStore(table),
  liftFloors: async (table: Table) => (await import('./places/lift-floors.ts')).liftFloorStore(table),
  panels: async (table: Table) => (await import('./devices/panels.ts')).panelStore(table),
  presences: async (table: Table) => (await import('./devices/presence.ts')).presenceStore(table),
  rules: async (table: Table) => (await import('./access/rules.ts')).ruleStore(table),
  schedules: async (table: Table) => (await import('./access/schedules.ts')).scheduleStore(table),
  sites: async (table: Table) => (await import('./places/sites.ts')).siteStore(table),
  subscriptions: async (table: Table) => (await import('./outbound/subscriptions.ts')).subscriptionStore(table),
  uploads: async (table: Table) => (await import('./record/uploads.ts')).uploadStore(table),
  users: async (table: Table) => (await import('./people/users.ts')).userStore(table),
}

/** The stores of these names, and no others. */
export const loadStores = async <Name extends keyof Stores>(
  table: Table,
  names: readonly Name[],
): Promise<Pick<Stores, Name>> => {
  const made = await Promise.all(names.map(async (name) => [name, await loaders[name](table)] as const))
  // One entry for each name.
  return Object.fromEntries(made) as Pick<Stores, Name>
}
