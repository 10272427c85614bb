import { html } from 'hono/html'
import type { AdministratorType } from '../../../shared/domain/administrators/principal.ts'
import type { Html } from './layout.ts'
import { signOutForm } from './sign-in.ts'

export type ConsentPage = {
  applicationName: string
  description: string | undefined
  /** Where the answer goes, as a person can judge it. */
  sendsTo: string
  accountName: string
  person: string
  username: string
  type: AdministratorType
  query: string
  formToken: string
  signOutToken: string
}

/** What an application may do that acts for somebody: what they may do themselves, in their words. */
const deeds: Record<AdministratorType, readonly string[]> = {
  CSR: ['see the people, doors, schedules and events of the account'],
  DEALER: ['see and change your account and those of your customers', 'open doors'],
  MASTER: [
    'see and change everything in the account: people, cards, groups, schedules, sites, panels and doors',
    'add administrators',
    'open doors',
    'read what happened and have events sent elsewhere',
  ],
  SENIOR: [
    'see and change people, cards, groups, schedules, sites, panels and doors',
    'open doors',
    'read what happened and have events sent elsewhere',
  ],
  ASSISTANT: [
    'see the doors and schedules of the account',
    'see and change people and cards',
    'open doors',
    'read what happened',
  ],
}

/** The question whether an application may act for the person who is signed in. */
export const consentBody = (page: ConsentPage): Html => html`<h1>Allow ${page.applicationName}?</h1>
<p><strong>${page.applicationName}</strong> asks to act for you in the account <strong>${page.accountName}</strong>.</p>
${page.description ? html`<p class="quiet-text">It says of itself: ${page.description}</p>` : ''}
<h2>It will be able to</h2>
<ul>
${deeds[page.type].map((deed) => html`<li>${deed}</li>\n`)}</ul>
<dl>
<dt>Account</dt>
<dd>${page.accountName}</dd>
<dt>Signed in as</dt>
<dd>${page.person} (${page.username})</dd>
<dt>You will be sent to</dt>
<dd>${page.sendsTo}</dd>
</dl>
<form method="post" action="/login/consent${page.query}">
<input type="hidden" name="form" value="${page.formToken}">
<button type="submit" name="decision" value="allow">Allow</button>
<button type="submit" name="decision" value="deny" class="quiet">Deny</button>
</form>
<p class="quiet-text">Allow only what you trust. You can take this back by asking the application to sign out.</p>
${signOutForm(page.signOutToken, page.query, `Not ${page.person}? Sign in as somebody else`)}`
