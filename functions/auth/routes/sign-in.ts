import { type Context, Hono } from 'hono'
import { fullName } from '../../../shared/domain/identity/administrators/entity.ts'
import { readAuthorization } from '../../../shared/domain/identity/oauth/authorize.ts'
import { sessionLifetime } from '../../../shared/domain/identity/oauth/entity.ts'
import { principalFor, signIn, signInEvent, signInOf } from '../../../shared/domain/identity/oauth/sign-in.ts'
import { sourceOf } from '../../../shared/http/gateway-event.ts'
import { rangeOf } from '../../../shared/lib/ip-address.ts'
import type { AuthDeps } from '../env.ts'
import { sendPage } from '../pages/layout.ts'
import { refusedPage } from '../pages/refused.ts'
import { signedInBody, signInBody } from '../pages/sign-in.ts'
import { readForm } from '../parameters.ts'
import { endSession, formToken, isOwnForm, startSession } from '../session.ts'
import { hasTemporaryPassword, signedInPerson } from '../signed-in.ts'
import { refuseAuthorization } from './authorize.ts'

const expired = 'This page was open for too long, or was opened elsewhere. Please try again.'

/** `/login`: the sign-in page, and `/login/sign-out`. The query is that of the authorization request, when there is one. */
export const signInRoutes = (deps: AuthDeps) =>
  new Hono()
    .get('/login', async (c) => {
      const { search } = new URL(c.req.url)
      if (search !== '') return showForm(deps, c)
      const person = await signedInPerson(deps, c)
      if (!person) return showForm(deps, c)
      if (hasTemporaryPassword(person)) return c.redirect('/login/password', 303)
      const page = {
        name: fullName(person.administrator),
        accountName: person.account.name,
        formToken: formToken(deps, c, 'sign-out', ''),
      }
      return sendPage(c, { title: 'Signed in', body: signedInBody(page) })
    })
    .post('/login', async (c) => {
      const { search } = new URL(c.req.url)
      const form = await readForm(c)
      if (!form.ok) return refusedPage(c, 'That did not work', form.error.description, form.error.status === 413 ? 413 : 400)
      const [username, password] = [form.value.get('username') ?? '', form.value.get('password') ?? '']
      if (!isOwnForm(deps, c, 'sign-in', search, form.value.get('form'))) return showForm(deps, c, { username, error: expired })
      if (!username || !password) return showForm(deps, c, { username, error: 'Enter your username and your password.' })
      const entered = await signIn(deps, { username, password, from: { name: rangeOf(sourceOf(c.env)), isShared: false } })
      if (!entered.ok) {
        const seconds = entered.error.kind === 'bad_credentials' ? entered.error.retryAfterSeconds : undefined
        if (seconds === undefined) return showForm(deps, c, { username, error: wrongText })
        c.header('Retry-After', String(seconds))
        return showForm(deps, c, { username, error: lockedText(Math.ceil(seconds / 60)), locked: true })
      }
      const principal = principalFor(entered.value, 'sign-in-page')
      const now = deps.now()
      const session = { ...signInOf(entered.value), expiresAt: now + sessionLifetime }
      const event = signInEvent({ now, uuid: deps.newUuid() }, principal)
      await deps.signIns.addSession(startSession(deps, c), session, event, {
        username: principal.username,
        at: now,
        newPlace: entered.value.newPlace,
      })
      return c.redirect(search === '' ? '/login' : `/login/consent${search}`, 303)
    })
    .post('/login/sign-out', async (c) => {
      const { search } = new URL(c.req.url)
      const form = await readForm(c)
      const own = form.ok && isOwnForm(deps, c, 'sign-out', search, form.value.get('form'))
      if (own) await endSession(deps, c)
      return c.redirect(`/login${search}`, 303)
    })

const wrongText = 'The username or the password is wrong.'
const lockedText = (minutes: number) =>
  `There were too many wrong passwords. Wait ${minutes === 1 ? 'a minute' : `${minutes} minutes`}, then try again.`

/** The form; for an application only while its request is sound, as the page names it. */
const showForm = async (deps: AuthDeps, c: Context, failed?: { username: string; error: string; locked?: boolean }) => {
  const { search, searchParams } = new URL(c.req.url)
  const request = search === '' ? undefined : await readAuthorization(deps, searchParams)
  if (request && !request.ok) return refuseAuthorization(c, request.error)
  const body = signInBody({
    applicationName: request?.value.application.name,
    action: `/login${search}`,
    formToken: formToken(deps, c, 'sign-in', search),
    username: failed?.username.slice(0, 64) ?? '',
    error: failed?.error,
  })
  const title = failed ? 'Error: Sign in' : 'Sign in'
  const status = failed ? (failed.locked ? 429 : 400) : 200
  return sendPage(c, { title, body, formsLeadTo: request?.value.redirectUri }, status)
}
