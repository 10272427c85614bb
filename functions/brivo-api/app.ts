import { type Context, Hono } from 'hono'
import { HTTPException } from 'hono/http-exception'
import { type Limits, limitsOf } from '../../shared/domain/identity/principals/limits.ts'
import type { Grant } from '../../shared/domain/identity/principals/permission.ts'
import type { Principal } from '../../shared/domain/identity/principals/principal.ts'
import { anyOrigin } from '../../shared/http/any-origin.ts'
import type { ApiEnv } from '../../shared/http/env.ts'
import { sourceOf } from '../../shared/http/gateway-event.ts'
import { checkJsonBody } from '../../shared/http/json-body.ts'
import { withRequestLog } from '../../shared/http/request-log.ts'
import { type Endpoint, serve } from '../../shared/http/route.ts'
import { describeError, log } from '../../shared/lib/log.ts'
import type { DocsDeps, DocsSite } from './docs/site.ts'
import type { ApiDeps } from './env.ts'
import { errorBody, unavailable } from './error-body.ts'
import { admit } from './middleware/admit.ts'
import { answerHeaders } from './middleware/answer-headers.ts'
import { type IdempotencyDeps, idempotencyKey } from './middleware/idempotency-key.ts'
import { rateLimit } from './middleware/rate-limit.ts'
import type { Mounted, Mounts, Part } from './mounted.ts'

/** Parts by their names, as they serve requests. */
type Served = Map<string, Promise<Hono<ApiEnv>>>

/** The API as one Hono app. Nothing of its endpoints is loaded before a caller who may be here asks for one of their paths. */
export const createApp = (
  deps: DocsDeps & Pick<ApiDeps, 'verifyApiKey' | 'verifyToken' | 'spendQuota' | 'guesses'> & IdempotencyDeps,
  mounts: Mounts,
) => {
  const app = new Hono<ApiEnv>({ strict: false })
  const servedToAll: Served = new Map()
  // The grants of an administrator are one object until they may have changed: what was made for them is as old as they are.
  const servedWithin = new WeakMap<readonly Grant[], Served>()
  const servedTo = (principal: Principal, limits: Limits | undefined): Served => {
    if (!limits) return servedToAll
    const served: Served = servedWithin.get(principal.grants) ?? new Map()
    servedWithin.set(principal.grants, served)
    return served
  }
  const servingPart = ({ name, load }: Part, principal: Principal | undefined) => {
    const limits = principal && limitsOf(principal)
    const served = principal ? servedTo(principal, limits) : servedToAll
    const known = served.get(name)
    if (known) return known
    const made = load(limits).then(servingOf)
    served.set(name, made)
    // What failed to load is tried again by the next request.
    made.catch(() => served.delete(name))
    return made
  }
  app.use(withRequestLog(deps.now), answerHeaders)
  app.use('/v1/api/*', anyOrigin).use('/v1/public/*', anyOrigin)
  app.use('/v1/api/*', admit(deps), rateLimit(deps), idempotencyKey(deps))
  // What lies under the second needs no token.
  app.on('ALL', ['/v1/api/*', '/v1/public/*'], async (c, next) => {
    const part = mounts.partFor(c.req.path)
    if (part === undefined) return next()
    return (await servingPart(part, c.var.principal)).fetch(c.req.raw, { ...c.var, source: sourceOf(c.env) })
  })
  const docs = docsOf(deps, mounts)
  app.get('/openapi.json', docs).get('/docs/*', docs)
  app.notFound(noSuchAddress)
  app.onError(failed)
  return app
}

/** The reference, which is loaded when somebody first asks for it. */
const docsOf = (deps: DocsDeps, mounts: Mounts) => {
  let site: Promise<DocsSite> | undefined
  return async (c: Context<ApiEnv>) => {
    site ??= import('./docs/site.ts').then(({ docsSite }) => docsSite(deps, mounts))
    // What failed to load is tried again by the next request.
    site.catch(() => {
      site = undefined
    })
    const answer = await (await site)({ path: c.req.path, header: (name) => c.req.header(name) })
    return answer ?? noSuchAddress(c)
  }
}

/** Serves the endpoints of a part to callers who were let in. */
const servingOf = ({ prefix, endpoints }: Mounted): Hono<ApiEnv> => {
  const app = new Hono<ApiEnv>({ strict: false }).basePath(prefix)
  app.use(async (c, next) => {
    c.set('principal', c.env.principal)
    c.set('source', c.env.source)
    await next()
  })
  app.use(checkJsonBody(errorBody, fileTaker(prefix, endpoints)))
  serve(app, endpoints)
  const known = knownPaths(prefix, endpoints)
  app.notFound((c) =>
    known.some((path) => path.test(c.req.path))
      ? new Response('<h1>596 Service Not Found</h1>', { status: 596, headers: { 'Content-Type': 'text/html; charset=UTF-8' } })
      : noSuchAddress(c),
  )
  app.onError(failed)
  return app
}

type AnyContext = Parameters<typeof errorBody>[0] & { req: { path: string } }

const noSuchAddress = (c: AnyContext) => errorBody(c, 404, `There is no such address: ${c.req.path}`)

const failed = (thrown: unknown, c: AnyContext) => {
  if (thrown instanceof HTTPException && thrown.status < 500) {
    return errorBody(c, thrown.status as 400, 'The request body is not formatted properly')
  }
  log('error', 'request failed', { path: c.req.path, ...describeError(thrown) })
  return errorBody(c, 503, unavailable)
}

/** The paths that some verb is known for: another verb there is 596 on the wire, not 404. */
const knownPaths = (prefix: string, endpoints: readonly Pick<Endpoint, 'route'>[]): RegExp[] => {
  const paths = new Set(endpoints.map(({ route }) => `${prefix}${route.path}`))
  return [...paths].map((path) => new RegExp(`^${path.replace(/\/$/, '').replace(/\{[^}]+\}/g, '[^/]+')}/?$`))
}

/** Says whether a request is for an endpoint that takes a file. */
const fileTaker = (prefix: string, endpoints: readonly Endpoint[]) => {
  const withFiles = endpoints.filter(({ route }) => Object.hasOwn(route.request?.body?.content ?? {}, 'multipart/form-data'))
  const known = withFiles.map(({ route }) => ({
    paths: knownPaths(prefix, [{ route }]),
    verbs: [route.method, ...(route.alsoBy ?? [])].map((verb) => verb.toUpperCase()),
  }))
  return ({ method, path }: { method: string; path: string }): boolean =>
    known.some(({ paths, verbs }) => verbs.includes(method) && paths.some((one) => one.test(path)))
}
