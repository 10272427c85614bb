import { type Context, Hono } from 'hono'
import {
  type AuthorizationRequest,
  issueCode,
  readAuthorization,
  redirectTo,
} from '../../../shared/domain/identity/oauth/authorize.ts'
import { principalFor, signInOf } from '../../../shared/domain/identity/oauth/sign-in.ts'
import type { AuthDeps } from '../env.ts'
import { consentBody } from '../pages/consent.ts'
import { sendPage } from '../pages/layout.ts'
import { readForm } from '../parameters.ts'
import { formToken, isOwnForm } from '../session.ts'
import { hasTemporaryPassword, type Person, signedInPerson } from '../signed-in.ts'
import { refuseAuthorization } from './authorize.ts'

/** `/login/consent`: asks the person who is signed in, and sends the browser back to the application with the answer. */
export const consentRoutes = (deps: AuthDeps) =>
  new Hono()
    .get('/login/consent', async (c) => {
      const asked = await askedFor(deps, c)
      return asked instanceof Response ? asked : showConsent(deps, c, asked)
    })
    .post('/login/consent', async (c) => {
      const asked = await askedFor(deps, c)
      if (asked instanceof Response) return asked
      const { search } = new URL(c.req.url)
      const form = await readForm(c)
      const decision = form.ok && isOwnForm(deps, c, 'consent', search, form.value.get('form')) && form.value.get('decision')
      const { redirectUri, state } = asked.request
      if (decision === 'deny') {
        const answer = { error: 'access_denied', error_description: 'The person did not allow it', state }
        return c.redirect(redirectTo(redirectUri, answer), 303)
      }
      // A form that is not ours, or says nothing, is asked again.
      if (decision !== 'allow') return showConsent(deps, c, asked)
      const { account, administrator } = asked.person
      const code = await issueCode(deps, asked.request, signInOf({ accountId: account.id, administrator }))
      return c.redirect(redirectTo(redirectUri, { code, state }), 303)
    })

type Asked = { request: AuthorizationRequest; person: Person }

/** The sound request and who is signed in; or the answer when one of them is missing. */
const askedFor = async (deps: AuthDeps, c: Context): Promise<Asked | Response> => {
  const { search, searchParams } = new URL(c.req.url)
  const [request, person] = await Promise.all([readAuthorization(deps, searchParams), signedInPerson(deps, c)])
  if (!request.ok) return refuseAuthorization(c, request.error)
  if (!person) return c.redirect(`/login${search}`, 303)
  return hasTemporaryPassword(person) ? c.redirect(`/login/password${search}`, 303) : { request: request.value, person }
}

const showConsent = (deps: AuthDeps, c: Context, { request, person: { account, administrator } }: Asked) => {
  const { search } = new URL(c.req.url)
  const { application, redirectUri } = request
  const body = consentBody({
    applicationName: application.name,
    description: application.description,
    redirectUri,
    accountName: account.name,
    person: principalFor({ accountId: account.id, administrator }, application.clientId),
    query: search,
    formToken: formToken(deps, c, 'consent', search),
    signOutToken: formToken(deps, c, 'sign-out', search),
  })
  return sendPage(c, { title: `Allow ${application.name}?`, body, formsLeadTo: redirectUri })
}
