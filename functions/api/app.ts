import { HTTPException } from 'hono/http-exception'
import { describeError, log } from '../../shared/lib/log.ts'
import { alsoBy } from './aliases.ts'
import { errorBody } from './api-error.ts'
import { type ApiDeps, router } from './env.ts'
import { apiKey } from './middleware/api-key.ts'
import { authenticate } from './middleware/authenticate.ts'
import { body } from './middleware/body.ts'
import { withRequestLog } from './middleware/request-log.ts'
import { type Mounted, mountedAt, prefixOf } from './mounts.ts'

/** The API as one Hono app, of those routes that are given: `await mountedAt()` gives all of them. */
export const createApp = (deps: ApiDeps, mounted: readonly Mounted[]) => {
  const app = router()
  app.use(withRequestLog(deps.now))
  app.use('/v1/api/*', apiKey(deps), authenticate(deps), body)
  for (const { prefix, routes } of mounted) app.route(prefix, routes(deps))
  alsoBy(
    app,
    mounted.map(({ prefix }) => prefix),
  )
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

/**
 * Gives the app that answers a path, made when it is first asked for: one of the routes that are mounted where the path lies,
 * or the whole API for any other path. It answers as the whole API would.
 */
export const appByPath = (deps: ApiDeps) => {
  const apps = new Map<string | undefined, Promise<ReturnType<typeof createApp>>>()
  return (path: string) => {
    const prefix = prefixOf(path)
    const app = apps.get(prefix) ?? mountedAt(prefix).then((mounted) => createApp(deps, mounted))
    apps.set(prefix, app)
    return app
  }
}

/** The paths that some verb is known for: another verb there is 596 on the wire, not 404. */
const knownPaths = (routes: { method: string; path: string }[]): RegExp[] => {
  const paths = new Set(
    routes.filter(({ method, path }) => method !== 'ALL' && path.startsWith('/v1/api/')).map(({ path }) => path),
  )
  return [...paths].map((path) => new RegExp(`^${path.replace(/\/$/, '').replace(/:[^/]+/g, '[^/]+')}/?$`))
}
