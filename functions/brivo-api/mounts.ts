import type { Limits } from '../../shared/domain/identity/principals/limits.ts'
import type { Endpoint } from '../../shared/http/route.ts'
import type { ApiDeps } from './env.ts'
import type { Mounts, Part } from './mounted.ts'

type Mount<E extends Endpoint = Endpoint> = {
  prefix: string
  load: () => Promise<(deps: ApiDeps) => readonly E[]>
  segment: string | undefined
}

/**
 * A file of routes. `segment` is a fixed word that every path of the file has: requests for other paths of the prefix do without
 * the file.
 */
const mount = <E extends Endpoint>(prefix: string, load: Mount<E>['load'], segment?: string): Mount<E> => ({
  prefix,
  load,
  segment,
})

/**
 * Where each file of routes is mounted: this list is the whole API. A file is imported when a request first needs it, as
 * most of what starting would cost is reading and building schemas that the first request has no use for.
 */
const mounts = [
  mount('/v1/api/accounts', async () => (await import('./modules/accounts/routes.ts')).accountRoutes),
  mount('/v1/api/accounts', async () => (await import('./modules/accounts/settings.ts')).accountSettingRoutes, 'settings'),
  mount('/v1/api/accounts', async () => (await import('./modules/accounts/features.ts')).accountFeatureRoutes, 'features'),
  mount('/v1/api/activities', async () => (await import('./modules/activities/routes.ts')).activityRoutes),
  mount('/v1/api/administrators', async () => (await import('./modules/administrators/routes.ts')).administratorRoutes),
  mount(
    '/v1/api/administrators',
    async () => (await import('./modules/administrators/login.ts')).administratorLoginRoutes,
    'login',
  ),
  mount('/v1/api/administrators', async () => (await import('./modules/administrators/roles.ts')).administratorRoleRoutes),
  mount('/v1/api/applications', async () => (await import('./modules/applications/routes.ts')).applicationRoutes),
  mount('/v1/api/applications', async () => (await import('./modules/applications/api-keys.ts')).apiKeyRoutes, 'api-keys'),
  mount('/v1/api/access-points', async () => (await import('./modules/access-points/routes.ts')).accessPointRoutes),
  mount(
    '/v1/api/access-points',
    async () => (await import('./modules/access-points/commands.ts')).accessPointCommandRoutes,
    'commands',
  ),
  mount(
    '/v1/api/access-points',
    async () => (await import('./modules/access-points/groups.ts')).accessPointGroupRoutes,
    'groups',
  ),
  mount('/v1/api/access-points', async () => (await import('./modules/access-points/unlock.ts')).unlockRoutes, 'unlock'),
  mount(
    '/v1/api/access-points',
    async () => (await import('./modules/access-points/unlock.ts')).elevatorRoutes,
    'activateElevator',
  ),
  mount(
    '/v1/api/access-points',
    async () => (await import('./modules/access-points/cameras.ts')).accessPointCameraRoutes,
    'cameras',
  ),
  mount('/v1/api/areas', async () => (await import('./modules/areas/routes.ts')).areaRoutes),
  mount('/v1/api/areas', async () => (await import('./modules/areas/reset.ts')).areaResetRoutes, 'reset'),
  mount('/v1/api/cameras', async () => (await import('./modules/cameras/routes.ts')).cameraRoutes),
  mount('/v1/api/cameras', async () => (await import('./modules/cameras/access-points.ts')).cameraDoorRoutes, 'access-points'),
  mount('/v1/api/cameras', async () => (await import('./modules/cameras/video.ts')).cameraVideoRoutes, 'video'),
  mount('/v1/api/assignments', async () => (await import('./modules/assignments/routes.ts')).assignmentRoutes),
  mount('/v1/api/batch', async () => (await import('./modules/batch/routes.ts')).batchJobRoutes),
  mount('/v1/api/commands', async () => (await import('./modules/commands/routes.ts')).commandRoutes),
  mount('/v1/api/control-panels', async () => (await import('./modules/control-panels/routes.ts')).controlPanelRoutes),
  mount(
    '/v1/api/control-panels',
    async () => (await import('./modules/control-panels/firmware.ts')).controlPanelFirmwareRoutes,
    'firmware',
  ),
  mount('/v1/api/custom-fields', async () => (await import('./modules/custom-fields/routes.ts')).customFieldRoutes),
  mount('/v1/api/decisions', async () => (await import('./modules/decisions/routes.ts')).decisionRoutes),
  mount('/v1/api/device-status', async () => (await import('./modules/device-status/routes.ts')).deviceStatusRoutes),
  mount('/v1/api/credentials', async () => (await import('./modules/credentials/routes.ts')).credentialRoutes),
  mount(
    '/v1/api/emergency-scenarios',
    async () => (await import('./modules/emergency-scenarios/routes.ts')).emergencyScenarioRoutes,
  ),
  mount(
    '/v1/api/event-subscriptions',
    async () => (await import('./modules/event-subscriptions/routes.ts')).eventSubscriptionRoutes,
  ),
  mount('/v1/api/event-types', async () => (await import('./modules/event-types/routes.ts')).eventTypeRoutes),
  mount('/v1/api/events', async () => (await import('./modules/events/routes.ts')).eventRoutes),
  mount('/v1/api/events', async () => (await import('./modules/events/explanation.ts')).eventExplanationRoutes, 'explanation'),
  mount('/v1/api/features', async () => (await import('./modules/features/routes.ts')).featureRoutes),
  mount('/v1/api/groups', async () => (await import('./modules/groups/routes.ts')).groupRoutes),
  mount('/v1/api/groups', async () => (await import('./modules/groups/members.ts')).groupMemberRoutes, 'users'),
  mount('/v1/api/groups', async () => (await import('./modules/groups/permissions.ts')).groupPermissionRoutes, 'access'),
  mount('/v1/api/holidays', async () => (await import('./modules/holidays/routes.ts')).holidayRoutes),
  mount('/v1/api/roles', async () => (await import('./modules/roles/routes.ts')).roleRoutes),
  mount('/v1/api/schedules', async () => (await import('./modules/schedules/routes.ts')).scheduleRoutes),
  mount('/v1/api/schedules', async () => (await import('./modules/overrides/routes.ts')).overrideRoutes, 'change-state'),
  mount('/v1/api/sites', async () => (await import('./modules/sites/proximity.ts')).siteProximityRoutes, 'proximity'),
  mount('/v1/api/sites', async () => (await import('./modules/sites/routes.ts')).siteRoutes),
  mount('/v1/api/sites', async () => (await import('./modules/sites/groups.ts')).siteGroupRoutes, 'groups'),
  mount('/v1/api/sites', async () => (await import('./modules/sites/access-points.ts')).siteAccessPointRoutes, 'access-points'),
  mount('/v1/api/sites', async () => (await import('./modules/sites/cameras.ts')).siteCameraRoutes, 'cameras'),
  mount('/v1/api/time', async () => (await import('./modules/time/routes.ts')).timeRoutes),
  mount('/v1/api/tokens', async () => (await import('./modules/tokens/routes.ts')).serviceTokenRoutes),
  mount('/v1/api/users', async () => (await import('./modules/users/routes.ts')).userRoutes),
  mount('/v1/api/users', async () => (await import('./modules/users/credentials.ts')).userCredentialRoutes, 'credentials'),
  mount('/v1/api/users', async () => (await import('./modules/users/custom-fields.ts')).userFieldRoutes, 'custom-fields'),
  mount(
    '/v1/api/users',
    async () => (await import('./modules/users/revoke-credentials.ts')).revokeCredentialsRoutes,
    'revoke-credentials',
  ),
  mount('/v1/api/users', async () => (await import('./modules/users/batch.ts')).userBatchRoutes, 'batch'),
  mount('/v1/api/users', async () => (await import('./modules/users/photo.ts')).userPhotoRoutes, 'photo'),
  mount('/v1/api/users', async () => (await import('./modules/users/access.ts')).userAccessRoutes, 'access'),
  mount('/v1/api/users', async () => (await import('./modules/users/groups.ts')).userGroupRoutes, 'groups'),
  mount(
    '/v1/api/users',
    async () => (await import('./modules/users/digital-invitations.ts')).digitalInvitationRoutes,
    'digital-invitations',
  ),
  mount(
    '/v1/api/users',
    async () => (await import('./modules/users/digital-credential.ts')).ownDigitalCredentialRoutes,
    'digital',
  ),
  mount('/v1/api/users', async () => (await import('./modules/users/wallet-passes.ts')).walletPassRoutes, 'brivo-wallet-pass'),
  mount('/v1/api/credentials', async () => (await import('./modules/credentials/access.ts')).credentialAccessRoutes, 'access'),
  mount('/v1/api/credentials', async () => (await import('./modules/credentials/digital.ts')).digitalAllotmentRoutes, 'digital'),
  mount('/v1/api/pass', async () => (await import('./modules/pass/routes.ts')).passRoutes),
  mount('/v1/api/brivo-visitor', async () => (await import('./modules/brivo-visitor/routes.ts')).brivoVisitorRoutes),
  mount(
    '/v1/api/credentials',
    async () => (await import('./modules/credentials/plates.ts')).plateRoutes,
    'createAndAssignEELPRCredential',
  ),
  mount(
    '/v1/api/credentials',
    async () => (await import('./modules/credentials/plates.ts')).plateRemovalRoutes,
    'unassignAndDeleteEELPRCredential',
  ),
  mount(
    '/v1/api/credentials',
    async () => (await import('./modules/credentials/faceprints.ts')).faceprintCreationRoutes,
    'createAndAssignFaceprintCredential',
  ),
  mount(
    '/v1/api/credentials',
    async () => (await import('./modules/credentials/faceprints.ts')).faceprintRemovalRoutes,
    'deleteFaceprintCredential',
  ),
  mount(
    '/v1/api/credentials',
    async () => (await import('./modules/credentials/faceprints.ts')).faceprintDatesRoutes,
    'updateFaceprintCredentialDates',
  ),
  mount('/v1/public/face-consents', async () => (await import('./modules/face-consents/routes.ts')).faceConsentRoutes),
  mount('/v1/public/digital-invitations', async () => (await import('./modules/redemptions/routes.ts')).redemptionRoutes),
  mount('/v1/public/camera-clips', async () => (await import('./modules/camera-clips/routes.ts')).cameraClipRoutes),
]

/** The name of every call of the API. The reference describes each: one that it forgets does not compile. */
export type OperationId = Mounted['route']['operationId']
type Mounted = (typeof mounts)[number] extends Mount<infer E> ? E : never

/** The errors that the handler of a call expects. */
export type ErrorOf<Id extends OperationId> = NonNullable<EndsInOf<Mounted, Id>>
type EndsInOf<E extends Endpoint, Id> = E extends unknown ? (Id extends E['route']['operationId'] ? E['endsIn'] : never) : never

const prefixes = [...new Set(mounts.map(({ prefix }) => prefix))]

/** What files of routes are given for an administrator who is limited; nothing of that is imported for the others. */
const narrowedTo = async (deps: ApiDeps, limits: Limits | undefined): Promise<ApiDeps> => {
  if (!limits) return deps
  const { narrowedStores } = await import('../../shared/domain/identity/assignments/narrowed-stores.ts')
  return { ...deps, ...narrowedStores(deps, limits) }
}

/** The API's endpoints, each part loaded when it is first asked for. */
export const mountsOf = (deps: ApiDeps): Mounts => {
  const partOf = (prefix: string, files: readonly Mount[]): Part => ({
    name: [prefix, ...files.flatMap(({ segment }) => segment ?? [])].join(' '),
    load: async (limits) => {
      const [visible, ...routes] = await Promise.all([narrowedTo(deps, limits), ...files.map((file) => file.load())])
      return { prefix, endpoints: routes.flatMap((routesOf) => routesOf(visible)) }
    },
  })
  const filesAt = (prefix: string) => mounts.filter((one) => one.prefix === prefix)
  return {
    partFor: (path) => {
      const prefix = prefixes.find((one) => path === one || path.startsWith(`${one}/`))
      if (prefix === undefined) return undefined
      const segments = path.slice(prefix.length).split('/')
      return partOf(
        prefix,
        filesAt(prefix).filter(({ segment }) => segment === undefined || segments.includes(segment)),
      )
    },
    all: () => Promise.all(prefixes.map((prefix) => partOf(prefix, filesAt(prefix)).load())),
  }
}
