import type { ApiDeps } from './env.ts'
import type { Endpoint } from './route.ts'

type Routes = (deps: ApiDeps) => readonly Endpoint[]

/** A file's routes, and the path that they are mounted at. */
export type Mounted = Readonly<{ prefix: string; routes: Routes }>

/**
 * Where each file of routes is mounted: this list is the whole API. A file is imported when a request first needs it, as most
 * of what starting would cost is reading and building schemas that the first request has no use for.
 */
const mounts: readonly (readonly [prefix: string, load: () => Promise<Routes>])[] = [
  ['/v1/api/accounts', async () => (await import('./modules/accounts/routes.ts')).accountRoutes],
  ['/v1/api/administrators', async () => (await import('./modules/administrators/routes.ts')).administratorRoutes],
  ['/v1/api/access-points', async () => (await import('./modules/access-points/routes.ts')).accessPointRoutes],
  ['/v1/api/access-points', async () => (await import('./modules/access-points/commands.ts')).accessPointCommandRoutes],
  ['/v1/api/control-panels', async () => (await import('./modules/control-panels/routes.ts')).controlPanelRoutes],
  ['/v1/api/device-status', async () => (await import('./modules/device-status/routes.ts')).deviceStatusRoutes],
  ['/v1/api/credentials', async () => (await import('./modules/credentials/routes.ts')).credentialRoutes],
  ['/v1/api/event-subscriptions', async () => (await import('./modules/event-subscriptions/routes.ts')).eventSubscriptionRoutes],
  ['/v1/api/event-types', async () => (await import('./modules/event-types/routes.ts')).eventTypeRoutes],
  ['/v1/api/events', async () => (await import('./modules/events/routes.ts')).eventRoutes],
  ['/v1/api/groups', async () => (await import('./modules/groups/routes.ts')).groupRoutes],
  ['/v1/api/groups', async () => (await import('./modules/groups/members.ts')).groupMemberRoutes],
  ['/v1/api/groups', async () => (await import('./modules/groups/permissions.ts')).groupPermissionRoutes],
  ['/v1/api/holidays', async () => (await import('./modules/holidays/routes.ts')).holidayRoutes],
  ['/v1/api/schedules', async () => (await import('./modules/schedules/routes.ts')).scheduleRoutes],
  ['/v1/api/sites', async () => (await import('./modules/sites/proximity.ts')).siteProximityRoutes],
  ['/v1/api/sites', async () => (await import('./modules/sites/routes.ts')).siteRoutes],
  ['/v1/api/sites', async () => (await import('./modules/sites/groups.ts')).siteGroupRoutes],
  ['/v1/api/sites', async () => (await import('./modules/sites/access-points.ts')).siteAccessPointRoutes],
  ['/v1/api/time', async () => (await import('./modules/time/routes.ts')).timeRoutes],
  ['/v1/api/users', async () => (await import('./modules/users/routes.ts')).userRoutes],
  ['/v1/api/users', async () => (await import('./modules/users/credentials.ts')).userCredentialRoutes],
  ['/v1/api/users', async () => (await import('./modules/users/groups.ts')).userGroupRoutes],
]

/** What is mounted at `prefix`, in the list's order; all there is when none is given. */
export const mountedAt = (prefix?: string): Promise<readonly Mounted[]> =>
  Promise.all(
    mounts
      .filter(([at]) => prefix === undefined || at === prefix)
      .map(async ([at, load]) => ({ prefix: at, routes: await load() })),
  )

/** The prefix that a path lies under, if something is mounted there. */
export const prefixOf = (path: string): string | undefined =>
  mounts.map(([prefix]) => prefix).find((prefix) => path === prefix || path.startsWith(`${prefix}/`))
