import { type Context, Hono } from 'hono'
import { choosePassword } from '../../../shared/domain/identity/administrators/choose-password.ts'
import { principalFor, signInOf } from '../../../shared/domain/identity/oauth/sign-in.ts'
import type { AuthDeps } from '../env.ts'
import { sendPage } from '../pages/layout.ts'
import { passwordBody } from '../pages/password.ts'
import { readForm } from '../parameters.ts'
import { formToken, isOwnForm, startSession } from '../session.ts'
import { hasTemporaryPassword, type Person, signedInPerson } from '../signed-in.ts'

/** `/login/password`: where somebody with a temporary password chooses one of their own. The query waits for later. */
export const passwordRoutes = (deps: AuthDeps) =>
  new Hono()
    .get('/login/password', async (c) => {
      const person = await signedInPerson(deps, c)
      const { search } = new URL(c.req.url)
      if (!person || !hasTemporaryPassword(person)) return c.redirect(`/login${search}`, 303)
      return showForm(deps, c, person)
    })
    .post('/login/password', async (c) => {
      const person = await signedInPerson(deps, c)
      const { search } = new URL(c.req.url)
      if (!person || !hasTemporaryPassword(person)) return c.redirect(`/login${search}`, 303)
      const form = await readForm(c)
      if (!form.ok || !isOwnForm(deps, c, 'password', search, form.value.get('form'))) return showForm(deps, c, person)
      const password = form.value.get('password') ?? ''
      if (password !== form.value.get('repeated')) return showForm(deps, c, person, 'The two are not the same.')
      const principal = principalFor({ accountId: person.account.id, administrator: person.administrator }, 'sign-in-page')
      const chosen = await choosePassword(deps, principal, password)
      if (chosen.ok) {
        // The sign-in with the temporary password has ended: the one with their own follows from it.
        const session = {
          ...signInOf({ accountId: principal.accountId, administrator: chosen.value }),
          expiresAt: person.expiresAt,
        }
        await deps.signIns.addSession(startSession(deps, c), session)
        return c.redirect(search === '' ? '/login' : `/login/consent${search}`, 303)
      }
      return showForm(deps, c, person, reasons[chosen.error.kind === 'password_refused' ? chosen.error.reason : 'other'])
    })

const reasons = {
  length: 'It must have 8 to 128 characters.',
  same: 'Choose another one than the temporary password.',
  other: 'That did not work. Please try again.',
}

const showForm = (deps: AuthDeps, c: Context, { administrator }: Person, error?: string) => {
  const { search } = new URL(c.req.url)
  const page = { username: administrator.username, query: search, formToken: formToken(deps, c, 'password', search), error }
  const title = error ? 'Error: Choose your password' : 'Choose your password'
  return sendPage(c, { title, body: passwordBody(page) }, error ? 400 : 200)
}
