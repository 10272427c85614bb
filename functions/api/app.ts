import { HTTPException } from 'hono/http-exception'
import { describeError, log } from '../../shared/lib/log.ts'
import { alsoBy } from './aliases.ts'
import { errorBody } from './api-error.ts'
import { type ApiDeps, router } from './env.ts'
import { apiKey } from './middleware/api-key.ts'
import { authenticate } from './middleware/authenticate.ts'
import { body } from './middleware/body.ts'
import { withRequestLog } from './middleware/request-log.ts'
import { holidayRoutes } from './routes/holidays.ts'
import { scheduleRoutes } from './routes/schedules.ts'
import { siteRoutes } from './routes/sites.ts'
import { timeRoutes } from './routes/time.ts'

/** The whole API as one Hono app: what the Lambda serves and what the tests call. */
export const createApp = (deps: ApiDeps) => {
  const app = router()
  app.use(withRequestLog(deps.now))
  app.use('/v1/api/*', apiKey(deps), authenticate(deps), body)

  app.route('/v1/api/holidays', holidayRoutes(deps))
  app.route('/v1/api/schedules', scheduleRoutes(deps))
  app.route('/v1/api/sites', siteRoutes(deps))
  app.route('/v1/api/time', timeRoutes(deps))

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
