import type { Stores } from './stores.ts'
import type { Table } from './table/types.ts'

/** The stores that may be called before they are there. The one of uploads has a function that gives no promise. */
export type LoadingStores = Omit<Stores, 'uploads'>

/** A store that has functions and nothing else, each of which gives a promise. Another does not compile below. */
type Async<Store> = {
  [Name in keyof Store]: Store[Name] extends (...given: never[]) => Promise<unknown> ? Store[Name] : never
}

/** How each store is imported and made. */
const loaders: { [Name in keyof LoadingStores]: (table: Table) => Promise<Async<Stores[Name]>> } = {
  accessPoints: async (table: Table) => (await import('./places/access-points.ts')).accessPointStore(table),
  accounts: async (table: Table) => (await import('./places/accounts.ts')).accountStore(table),
  administrators: async (table: Table) => (await import('./identity/administrators.ts')).administratorStore(table),
  applications: async (table: Table) => (await import('./identity/applications.ts')).applicationStore(table),
  areas: async (table: Table) => (await import('./access/areas.ts')).areaStore(table),
  batchJobs: async (table: Table) => (await import('./people/batch-jobs.ts')).batchJobStore(table),
  grants: async (table: Table) => (await import('./identity/grants.ts')).grantStore(table),
  serviceTokens: async (table: Table) => (await import('./identity/service-tokens.ts')).serviceTokenStore(table),
  signIns: async (table: Table) => (await import('./identity/sign-ins.ts')).signInStore(table),
  cameras: async (table: Table) => (await import('./devices/cameras.ts')).cameraStore(table),
  companies: async (table: Table) => (await import('./places/companies.ts')).companyStore(table),
  commands: async (table: Table) => (await import('./devices/commands.ts')).commandStore(table),
  connections: async (table: Table) => (await import('./devices/connections.ts')).connectionStore(table),
  credentials: async (table: Table) => (await import('./people/credentials.ts')).credentialStore(table),
  customFields: async (table: Table) => (await import('./people/custom-fields.ts')).customFieldStore(table),
  faceConsents: async (table: Table) => (await import('./people/face-consents.ts')).faceConsentStore(table),
  groups: async (table: Table) => (await import('./people/groups.ts')).groupStore(table),
  deliveries: async (table: Table) => (await import('./outbound/deliveries.ts')).deliveryStore(table),
  doorSets: async (table: Table) => (await import('./places/door-sets.ts')).doorSetStore(table),
  emergencies: async (table: Table) => (await import('./access/emergencies.ts')).emergencyStore(table),
  events: async (table: Table) => (await import('./record/events.ts')).eventStore(table),
  holidays: async (table: Table) => (await import('./access/schedules.ts')).holidayStore(table),
  idempotency: async (table: Table) => (await import('./identity/idempotency.ts')).idempotencyStore(table),
  invitations: async (table: Table) => (await import('./people/invitations.ts')).invitationStore(table),
  panels: async (table: Table) => (await import('./devices/panels.ts')).panelStore(table),
  photoSweeps: async (table: Table) => (await import('./people/photo-sweeps.ts')).photoSweepStore(table),
  postures: async (table: Table) => (await import('./devices/postures.ts')).postureStore(table),
  presences: async (table: Table) => (await import('./devices/presence.ts')).presenceStore(table),
  readers: async (table: Table) => (await import('./devices/readers.ts')).readerStore(table),
  roles: async (table: Table) => (await import('./identity/roles.ts')).roleStore(table),
  rules: async (table: Table) => (await import('./access/rules.ts')).ruleStore(table),
  rulesLog: async (table: Table) => (await import('./devices/rules-log.ts')).rulesLogStore(table),
  schedules: async (table: Table) => (await import('./access/schedules.ts')).scheduleStore(table),
  sites: async (table: Table) => (await import('./places/sites.ts')).siteStore(table),
  heldDeliveries: async (table: Table) => (await import('./outbound/held-deliveries.ts')).heldDeliveryStore(table),
  subscriptions: async (table: Table) => (await import('./outbound/subscriptions.ts')).subscriptionStore(table),
  users: async (table: Table) => (await import('./people/users.ts')).userStore(table),
}

/**
 * The stores, over one table, each imported when one of its functions is first called: its schemas cost time at a cold start, and
 * a request uses few stores. A call fails when the import does; the next one tries again.
 */
export const loadingStores = (table: Table): LoadingStores => {
  // One entry for each name.
  const names = Object.keys(loaders) as (keyof LoadingStores)[]
  return Object.fromEntries(names.map((name) => [name, loading<object>(() => loaders[name](table))])) as LoadingStores
}

/** A store that is loaded when one of its functions is first called. */
export const loading = <Store extends object>(load: () => Promise<Store>): Store => {
  let loaded: Promise<Store> | undefined
  const store = () => {
    loaded ??= load().catch((thrown: unknown) => {
      loaded = undefined
      throw thrown
    })
    return loaded
  }
  return new Proxy({} as Store, {
    // Without `then`, a store that is awaited would be taken for a promise.
    get: (_, name) => (name === 'then' ? undefined : async (...given: unknown[]) => calling(await store(), name)(...given)),
  })
}

/** `Async` holds whatever a store has to be a function that gives a promise. */
const calling = (store: object, name: string | symbol) => Reflect.get(store, name) as (...given: unknown[]) => Promise<unknown>
