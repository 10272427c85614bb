import { HTTPException } from 'hono/http-exception'
import { describeError, log } from '../../shared/lib/log.ts'
import { alsoBy } from './aliases.ts'
import { errorBody } from './api-error.ts'
import { type ApiDeps, router } from './env.ts'
import { apiKey } from './middleware/api-key.ts'
import { authenticate } from './middleware/authenticate.ts'
import { body } from './middleware/body.ts'
import { withRequestLog } from './middleware/request-log.ts'
import { accessPointCommandRoutes } from './routes/access-point-commands.ts'
import { accessPointRoutes } from './routes/access-points.ts'
import { accountRoutes } from './routes/accounts.ts'
import { administratorRoutes } from './routes/administrators.ts'
import { controlPanelRoutes } from './routes/control-panels.ts'
import { credentialRoutes } from './routes/credentials.ts'
import { deviceStatusRoutes } from './routes/device-status.ts'
import { eventSubscriptionRoutes } from './routes/event-subscriptions.ts'
import { eventTypeRoutes } from './routes/event-types.ts'
import { eventRoutes } from './routes/events.ts'
import { groupMemberRoutes } from './routes/group-members.ts'
import { groupPermissionRoutes } from './routes/group-permissions.ts'
import { groupRoutes } from './routes/groups.ts'
import { holidayRoutes } from './routes/holidays.ts'
import { scheduleRoutes } from './routes/schedules.ts'
import { siteAccessPointRoutes } from './routes/site-access-points.ts'
import { siteRoutes } from './routes/sites.ts'
import { timeRoutes } from './routes/time.ts'
import { userCredentialRoutes } from './routes/user-credentials.ts'
import { userGroupRoutes } from './routes/user-groups.ts'
import { userRoutes } from './routes/users.ts'

/** The whole API as one Hono app: what the Lambda serves and what the tests call. */
export const createApp = (deps: ApiDeps) => {
  const app = router()
  app.use(withRequestLog(deps.now))
  app.use('/v1/api/*', apiKey(deps), authenticate(deps), body)

  app.route('/v1/api/accounts', accountRoutes(deps))
  app.route('/v1/api/administrators', administratorRoutes(deps))
  app.route('/v1/api/access-points', accessPointRoutes(deps))
  app.route('/v1/api/access-points', accessPointCommandRoutes(deps))
  app.route('/v1/api/control-panels', controlPanelRoutes(deps))
  app.route('/v1/api/device-status', deviceStatusRoutes(deps))
  app.route('/v1/api/credentials', credentialRoutes(deps))
  app.route('/v1/api/event-subscriptions', eventSubscriptionRoutes(deps))
  app.route('/v1/api/event-types', eventTypeRoutes())
  app.route('/v1/api/events', eventRoutes(deps))
  app.route('/v1/api/groups', groupRoutes(deps))
  app.route('/v1/api/groups', groupMemberRoutes(deps))
  app.route('/v1/api/groups', groupPermissionRoutes(deps))
  app.route('/v1/api/holidays', holidayRoutes(deps))
  app.route('/v1/api/schedules', scheduleRoutes(deps))
  app.route('/v1/api/sites', siteRoutes(deps))
  app.route('/v1/api/sites', siteAccessPointRoutes(deps))
  app.route('/v1/api/time', timeRoutes(deps))
  app.route('/v1/api/users', userRoutes(deps))
  app.route('/v1/api/users', userCredentialRoutes(deps))
  app.route('/v1/api/users', userGroupRoutes(deps))

  alsoBy(app)
  const known = knownPaths(app.routes)
  app.doc31('/openapi.json', { openapi: '3.1.0', info: { title: 'Sallyport API', version: '1' } })
  app.notFound((c) =>
    known.some((path) => path.test(c.req.path))
      ? new Response('<h1>596 Service Not Found</h1>', { status: 596, headers: { 'Content-Type': 'text/html; charset=UTF-8' } })
      : errorBody(c, 404, `There is no such address: ${c.req.path}`),
  )
  app.onError((thrown, c) => {
    if (thrown instanceof HTTPException && thrown.status < 500) {
      return errorBody(c, thrown.status as 400, 'The request body is not formatted properly')
    }
    log('error', 'request failed', { requestId: c.var.requestId, path: c.req.path, ...describeError(thrown) })
    return errorBody(c, 503, 'The service is unavailable for the moment; try again')
  })
  return app
}

/** The paths that some verb is known for: another verb there is 596 on the wire, not 404. */
const knownPaths = (routes: { method: string; path: string }[]): RegExp[] => {
  const paths = new Set(
    routes.filter(({ method, path }) => method !== 'ALL' && path.startsWith('/v1/api/')).map(({ path }) => path),
  )
  return [...paths].map((path) => new RegExp(`^${path.replace(/\/$/, '').replace(/:[^/]+/g, '[^/]+')}/?$`))
}
