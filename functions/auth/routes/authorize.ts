import { type Context, Hono } from 'hono'
import { type AuthorizeError, readAuthorization, redirectTo } from '../../../shared/domain/identity/oauth/authorize.ts'
import type { AuthDeps } from '../env.ts'
import { refusedPage } from '../pages/refused.ts'
import { currentSession } from '../session.ts'

/** `GET /oauth/authorize`: sends a browser on to the sign-in, or to the consent when somebody is signed in. */
export const authorizeRoute = (deps: AuthDeps) =>
  new Hono().get('/oauth/authorize', async (c) => {
    const { searchParams, search } = new URL(c.req.url)
    const [request, session] = await Promise.all([readAuthorization(deps, searchParams), currentSession(deps, c)])
    if (!request.ok) return refuseAuthorization(c, request.error)
    return c.redirect(`/login${session ? '/consent' : ''}${search}`, 303)
  })

/** A request that is refused is reported to the application only when it is certain whose the redirect URI is. */
export const refuseAuthorization = (c: Context, error: AuthorizeError) =>
  error.kind === 'page'
    ? refusedPage(c, 'This link does not work', error.reason)
    : c.redirect(
        redirectTo(error.redirectUri, { error: error.error, error_description: error.description, state: error.state }),
        303,
      )
