import { Hono } from 'hono'
import { anyOrigin } from '../../shared/http/any-origin.ts'
import type { RequestEnv } from '../../shared/http/env.ts'
import { withRequestLog } from '../../shared/http/request-log.ts'
import { describeError, log } from '../../shared/lib/log.ts'
import type { AuthDeps } from './env.ts'
import { refusedPage } from './pages/refused.ts'
import { authorizeRoute } from './routes/authorize.ts'
import { consentRoutes } from './routes/consent.ts'
import { jwksRoute } from './routes/jwks.ts'
import { metadataRoute } from './routes/metadata.ts'
import { passwordRoutes } from './routes/password.ts'
import { revokeRoute } from './routes/revoke.ts'
import { serviceTokenRoute } from './routes/service-token.ts'
import { signInRoutes } from './routes/sign-in.ts'
import { tokenRoute } from './routes/token.ts'
import { tokenKeyRoute } from './routes/token-key.ts'

/**
 * What pages of any origin may ask. Not the pages where people sign in, nor `/oauth/authorize`: they know people by a cookie, and are
 * for people alone.
 */
const openToPages = ['/oauth/token', '/oauth/revoke', '/oauth/token_key', '/.well-known/*']

/** The OAuth 2 server and its pages as one Hono app: what the Lambda serves and what the tests call. */
export const createAuthApp = (deps: AuthDeps) => {
  const app = new Hono<RequestEnv>({ strict: false })
  app.use(withRequestLog(deps.now))
  app.use(async (c, next) => {
    await next()
    // No cache may keep codes, tokens and pages with names.
    c.header('Cache-Control', 'no-store')
    c.header('Pragma', 'no-cache')
    c.header('X-Content-Type-Options', 'nosniff')
  })
  for (const path of openToPages) app.use(path, anyOrigin)
  for (const routes of [
    tokenRoute,
    revokeRoute,
    serviceTokenRoute,
    tokenKeyRoute,
    jwksRoute,
    metadataRoute,
    authorizeRoute,
    signInRoutes,
    passwordRoutes,
    consentRoutes,
  ]) {
    app.route('/', routes(deps))
  }
  app.notFound((c) => {
    const allowed = app.routes
      .filter(({ path, method }) => path === c.req.path.replace(/\/$/, '') && method !== 'ALL')
      .map(({ method }) => method)
    if (c.req.path.startsWith('/login')) return refusedPage(c, 'There is no such page', 'Check the address.', 404)
    if (allowed.length === 0) return c.json({ code: 404, message: `There is no such address: ${c.req.path}` }, 404)
    c.header('Allow', allowed.join(', '))
    return c.json({ error: 'method_not_allowed', error_description: `Request method '${c.req.method}' not supported` }, 405)
  })
  app.onError((thrown, c) => {
    log('error', 'request failed', {
      method: c.req.method,
      path: c.req.path,
      ...describeError(thrown),
    })
    const sorry = 'The service is unavailable for the moment; try again'
    if (c.req.path.startsWith('/login') || c.req.path === '/oauth/authorize')
      return refusedPage(c, 'Please try again', sorry, 503)
    return c.json({ error: 'temporarily_unavailable', error_description: sorry }, 503)
  })
  return app
}
