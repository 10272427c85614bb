import { html } from 'hono/html'
import { errorSummary, fieldState } from './form.ts'
import type { Html } from './layout.ts'

/** The form that asks for a password of one's own, after a sign-in with a temporary one. */
export const passwordBody = (page: { username: string; query: string; formToken: string; error: string | undefined }): Html =>
  html`<h1>Choose your password</h1>
${errorSummary('Your password is not changed', page.error)}
<p>You signed in with a temporary password. Choose one of your own, of at least 8 characters.</p>
<form method="post" action="/login/password${page.query}">
<input type="hidden" name="form" value="${page.formToken}">
<input type="text" name="username" value="${page.username}" autocomplete="username" hidden>
<label for="password">New password</label>
<input id="password" name="password" type="password" autocomplete="new-password" required minlength="8" maxlength="128"${fieldState(page.error)}${page.error ? '' : html` autofocus`}>
<label for="repeated">The same again</label>
<input id="repeated" name="repeated" type="password" autocomplete="new-password" required minlength="8" maxlength="128"${fieldState(page.error)}>
<button type="submit">Save</button>
</form>`
