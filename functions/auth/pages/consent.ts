import { html } from 'hono/html'
import { may } from '../../../shared/domain/identity/principals/may.ts'
import type { Permission } from '../../../shared/domain/identity/principals/permission.ts'
import type { AdministratorPrincipal } from '../../../shared/domain/identity/principals/principal.ts'
import type { Html } from './layout.ts'
import { signOutForm } from './sign-in.ts'

export type ConsentPage = {
  applicationName: string
  description: string | undefined
  redirectUri: string
  accountName: string
  /** Who would allow it. */
  person: AdministratorPrincipal
  query: string
  formToken: string
  signOutToken: string
}

/** What an application may do that acts for somebody: what they may do themselves, in words. */
const deeds: readonly (readonly [Permission, string])[] = [
  ['events:view', 'see the people, cards, doors, schedules and events of the account'],
  ['users:edit', 'add, change and suspend people, and give them cards'],
  ['groups:edit', 'change groups, schedules, sites, panels and doors, and so who may enter where and when'],
  ['access-points:activate', 'open doors'],
  ['subscriptions:edit', 'have events sent elsewhere'],
  ['administrators:edit', 'add administrators'],
]

/** The question whether an application may act for the person who is signed in. */
export const consentBody = (page: ConsentPage): Html => html`<h1>Allow ${page.applicationName}?</h1>
<p><strong>${page.applicationName}</strong> asks to act for you in the account <strong>${page.accountName}</strong>.</p>
${page.description ? html`<p class="quiet-text">It says of itself: ${page.description}</p>` : ''}
<h2>It will be able to</h2>
<ul>
${deeds.filter(([permission]) => may(page.person, permission)).map(([, deed]) => html`<li>${deed}</li>\n`)}</ul>
<dl>
<dt>Account</dt>
<dd>${page.accountName}</dd>
<dt>Signed in as</dt>
<dd>${page.person.name} (${page.person.username})</dd>
<dt>You will be sent to</dt>
<dd>${placeOf(page.redirectUri)}</dd>
</dl>
<form method="post" action="/login/consent${page.query}">
<input type="hidden" name="form" value="${page.formToken}">
<button type="submit" name="decision" value="allow">Allow</button>
<button type="submit" name="decision" value="deny" class="quiet">Deny</button>
</form>
<p class="quiet-text">Allow only what you trust.</p>
${signOutForm(page.signOutToken, page.query, `Not ${page.person.name}? Sign in as somebody else`)}`

/** Where the browser goes, as a person can judge it: the host, or the application's own scheme. */
const placeOf = (redirectUri: string): string => {
  const { protocol, host } = new URL(redirectUri)
  return protocol === 'https:' || protocol === 'http:' ? host : `the application on this device (${protocol})`
}
