import type { OpenAPIHono } from '@hono/zod-openapi'
import type { ApiDeps, ApiEnv } from './env.ts'

type Routes = (deps: ApiDeps) => OpenAPIHono<ApiEnv>

/** A file's routes, and the path that they are mounted at. */
export type Mounted = Readonly<{ prefix: string; routes: Routes }>

/**
 * Where each file of routes is mounted: this list is the whole API. A file is imported when a request first needs it, as most
 * of what starting would cost is reading and building schemas that the first request has no use for.
 */
const mounts: readonly (readonly [prefix: string, load: () => Promise<Routes>])[] = [
  ['/v1/api/accounts', async () => (await import('./routes/accounts.ts')).accountRoutes],
  ['/v1/api/administrators', async () => (await import('./routes/administrators.ts')).administratorRoutes],
  ['/v1/api/access-points', async () => (await import('./routes/access-points.ts')).accessPointRoutes],
  ['/v1/api/access-points', async () => (await import('./routes/access-point-commands.ts')).accessPointCommandRoutes],
  ['/v1/api/control-panels', async () => (await import('./routes/control-panels.ts')).controlPanelRoutes],
  ['/v1/api/device-status', async () => (await import('./routes/device-status.ts')).deviceStatusRoutes],
  ['/v1/api/credentials', async () => (await import('./routes/credentials.ts')).credentialRoutes],
  ['/v1/api/event-subscriptions', async () => (await import('./routes/event-subscriptions.ts')).eventSubscriptionRoutes],
  ['/v1/api/event-types', async () => (await import('./routes/event-types.ts')).eventTypeRoutes],
  ['/v1/api/events', async () => (await import('./routes/events.ts')).eventRoutes],
  ['/v1/api/groups', async () => (await import('./routes/groups.ts')).groupRoutes],
  ['/v1/api/groups', async () => (await import('./routes/group-members.ts')).groupMemberRoutes],
  ['/v1/api/groups', async () => (await import('./routes/group-permissions.ts')).groupPermissionRoutes],
  ['/v1/api/holidays', async () => (await import('./routes/holidays.ts')).holidayRoutes],
  ['/v1/api/schedules', async () => (await import('./routes/schedules.ts')).scheduleRoutes],
  // before the sites themselves: `proximity` is no id
  ['/v1/api/sites', async () => (await import('./routes/site-proximity.ts')).siteProximityRoutes],
  ['/v1/api/sites', async () => (await import('./routes/sites.ts')).siteRoutes],
  ['/v1/api/sites', async () => (await import('./routes/site-groups.ts')).siteGroupRoutes],
  ['/v1/api/sites', async () => (await import('./routes/site-access-points.ts')).siteAccessPointRoutes],
  ['/v1/api/time', async () => (await import('./routes/time.ts')).timeRoutes],
  ['/v1/api/users', async () => (await import('./routes/users.ts')).userRoutes],
  ['/v1/api/users', async () => (await import('./routes/user-credentials.ts')).userCredentialRoutes],
  ['/v1/api/users', async () => (await import('./routes/user-groups.ts')).userGroupRoutes],
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
