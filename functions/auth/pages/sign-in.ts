import { html } from 'hono/html'
import { errorSummary, fieldState } from './form.ts'
import type { Html } from './layout.ts'

export type SignInPage = {
  /** The application that waits, if one does. */
  applicationName: string | undefined
  /** Where the form goes: this page's own address. */
  action: string
  formToken: string
  username: string
  error: string | undefined
}

/** The sign-in form. */
export const signInBody = ({ applicationName, action, formToken, username, error }: SignInPage): Html => html`<h1>Sign in</h1>
${errorSummary('You are not signed in', error)}
<p>${
  applicationName
    ? html`<strong>${applicationName}</strong> wants to act for you in Sallyport. It does not see your password.`
    : 'Sign in as an administrator of your account.'
}</p>
<form method="post" action="${action}">
<input type="hidden" name="form" value="${formToken}">
<label for="username">Username</label>
<input id="username" name="username" type="text" value="${username}" autocomplete="username" autocapitalize="none" spellcheck="false" required maxlength="64"${fieldState(error)}${error ? '' : html` autofocus`}>
<label for="password">Password</label>
<input id="password" name="password" type="password" autocomplete="current-password" required maxlength="128"${fieldState(error)}>
<button type="submit">Sign in</button>
</form>`

/** What somebody sees who is signed in while no application waits. */
export const signedInBody = ({ name, accountName, formToken }: { name: string; accountName: string; formToken: string }): Html =>
  html`<h1>You are signed in</h1>
<p>as <strong>${name}</strong>, for the account <strong>${accountName}</strong>. You may close this page, or go back to the application that you came from.</p>
${signOutForm(formToken, '')}`

/** Signs out and comes back to the sign-in with `query`. */
export const signOutForm = (formToken: string, query: string, text = 'Sign out'): Html =>
  html`<form method="post" action="/login/sign-out${query}"><input type="hidden" name="form" value="${formToken}"><button class="link" type="submit">${text}</button></form>`
