import type { Stores } from '../../shared/storage/stores.ts'
import type { Mounted, Mounts } from './app.ts'
import type { ApiDeps } from './env.ts'
import type { Endpoint } from './route.ts'

type Name = keyof Stores
/** Gives a file of routes what it needs: the stores that are named, and everything that is not a store. */
export type Give = <Names extends Name>(stores: readonly Names[]) => Promise<ApiDeps<Names>>

type Mount = { prefix: string; load: (give: Give) => Promise<readonly Endpoint[]> }

/** A file of routes with its stores. One that it uses and that is not named here does not compile. */
const mount = <Names extends Name = never>(
  prefix: string,
  stores: readonly Names[],
  load: () => Promise<(deps: ApiDeps<Names>) => readonly Endpoint[]>,
): Mount => ({
  prefix,
  load: async (give) => {
    const [routes, deps] = await Promise.all([load(), give(stores)])
    return routes(deps)
  },
})

/**
 * Where each file of routes is mounted: this list is the whole API. A file and its stores are imported when a request first needs
 * them, as most of what starting would cost is reading and building schemas that the first request has no use for.
 */
const mounts: readonly Mount[] = [
  mount(
    '/v1/api/accounts',
    ['accounts', 'panels', 'users'],
    async () => (await import('./modules/accounts/routes.ts')).accountRoutes,
  ),
  mount(
    '/v1/api/administrators',
    ['accounts', 'administrators'],
    async () => (await import('./modules/administrators/routes.ts')).administratorRoutes,
  ),
  mount(
    '/v1/api/access-points',
    ['accessPoints', 'commands', 'doorSets', 'liftFloors', 'panels', 'rules', 'schedules'],
    async () => (await import('./modules/access-points/routes.ts')).accessPointRoutes,
  ),
  mount(
    '/v1/api/access-points',
    ['accessPoints', 'commands'],
    async () => (await import('./modules/access-points/commands.ts')).accessPointCommandRoutes,
  ),
  mount(
    '/v1/api/control-panels',
    ['accessPoints', 'panels', 'sites'],
    async () => (await import('./modules/control-panels/routes.ts')).controlPanelRoutes,
  ),
  mount(
    '/v1/api/device-status',
    ['accessPoints', 'holidays', 'panels', 'schedules', 'sites'],
    async () => (await import('./modules/device-status/routes.ts')).deviceStatusRoutes,
  ),
  mount(
    '/v1/api/credentials',
    ['accounts', 'credentials', 'users'],
    async () => (await import('./modules/credentials/routes.ts')).credentialRoutes,
  ),
  mount(
    '/v1/api/event-subscriptions',
    ['accessPoints', 'sites', 'subscriptions', 'users'],
    async () => (await import('./modules/event-subscriptions/routes.ts')).eventSubscriptionRoutes,
  ),
  mount('/v1/api/event-types', [], async () => (await import('./modules/event-types/routes.ts')).eventTypeRoutes),
  mount('/v1/api/events', ['events'], async () => (await import('./modules/events/routes.ts')).eventRoutes),
  mount('/v1/api/groups', ['groups', 'rules', 'schedules'], async () => (await import('./modules/groups/routes.ts')).groupRoutes),
  mount('/v1/api/groups', ['groups', 'users'], async () => (await import('./modules/groups/members.ts')).groupMemberRoutes),
  mount(
    '/v1/api/groups',
    ['accessPoints', 'groups', 'rules', 'schedules'],
    async () => (await import('./modules/groups/permissions.ts')).groupPermissionRoutes,
  ),
  mount(
    '/v1/api/holidays',
    ['groups', 'holidays', 'sites'],
    async () => (await import('./modules/holidays/routes.ts')).holidayRoutes,
  ),
  mount(
    '/v1/api/schedules',
    ['groups', 'holidays', 'schedules', 'sites'],
    async () => (await import('./modules/schedules/routes.ts')).scheduleRoutes,
  ),
  mount('/v1/api/sites', ['sites'], async () => (await import('./modules/sites/proximity.ts')).siteProximityRoutes),
  mount(
    '/v1/api/sites',
    ['accessPoints', 'holidays', 'panels', 'schedules', 'sites'],
    async () => (await import('./modules/sites/routes.ts')).siteRoutes,
  ),
  mount(
    '/v1/api/sites',
    ['accessPoints', 'groups', 'panels', 'rules', 'sites'],
    async () => (await import('./modules/sites/groups.ts')).siteGroupRoutes,
  ),
  mount(
    '/v1/api/sites',
    ['accessPoints', 'sites'],
    async () => (await import('./modules/sites/access-points.ts')).siteAccessPointRoutes,
  ),
  mount('/v1/api/time', [], async () => (await import('./modules/time/routes.ts')).timeRoutes),
  mount('/v1/api/users', ['credentials', 'users'], async () => (await import('./modules/users/routes.ts')).userRoutes),
  mount(
    '/v1/api/users',
    ['accounts', 'credentials', 'users'],
    async () => (await import('./modules/users/credentials.ts')).userCredentialRoutes,
  ),
  mount('/v1/api/users', ['groups', 'users'], async () => (await import('./modules/users/groups.ts')).userGroupRoutes),
]
const prefixes = [...new Set(mounts.map(({ prefix }) => prefix))]

/** The API's endpoints, each prefix loaded when it is first asked for. */
export const mountsOf = (give: Give): Mounts => {
  const at = async (prefix: string): Promise<Mounted> => {
    const files = mounts.filter((one) => one.prefix === prefix)
    return { prefix, endpoints: (await Promise.all(files.map((file) => file.load(give)))).flat() }
  }
  return {
    prefixOf: (path) => prefixes.find((prefix) => path === prefix || path.startsWith(`${prefix}/`)),
    at,
    all: () => Promise.all(prefixes.map(at)),
  }
}
