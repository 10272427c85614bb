import { apiWalk, authorizeUrl, type Demo, type DemoPanel, type DemoTenant, exchangeCommand, readDemo } from '../demo-file.ts'
import { type CloudSettings, dataFiles, urlsOf } from '../settings.ts'
import { escapeHtml as e, layout } from './layout.ts'
import { doorScript } from './start-script.ts'

const signIn = (
  demo: Demo,
  tenant: DemoTenant,
): string => `<li><a href="${e(authorizeUrl(demo, tenant))}">Sign in to ${e(tenant.name)}</a>
through its partner application, as <code>${e(tenant.admin.username)}</code> with the password <code>${e(tenant.admin.password)}</code></li>`

/** A partner application of the demo may be redirected to this page: it then shows what such an application gets. */
const callback = (demo: Demo, query: URLSearchParams): string => {
  const code = query.get('code')
  const partner = demo.tenants.find(({ accountId }) => String(accountId) === query.get('state')) ?? demo.tenants[0]
  if (code && partner)
    return `<section aria-label="Signed in"><h2>Signed in</h2><p>The partner application has a code, which it exchanges once for tokens:</p>
<pre tabindex="0">${e(exchangeCommand(demo, partner, code))}</pre></section>`
  const error = query.get('error')
  return error
    ? `<section aria-label="Not signed in"><h2>Not signed in</h2><p>The partner application received: <code>${e(error)}</code></p></section>`
    : ''
}

const door = (panel: DemoPanel, { id, name }: { id: number; name: string }): string => `<tr>
<th scope="row">${e(name)}</th><td data-state="${id}" data-panel="${e(panel.serialNumber)}" class="soft">…</td>
<td><button type="button" data-present="${id}" data-panel="${e(panel.serialNumber)}">Present a card<span class="hidden"> at ${e(name)}</span></button>
<output data-decision="${id}" aria-live="polite"></output></td></tr>`

const doorsOf = (tenant: DemoTenant): string => {
  const cards = tenant.cards ?? []
  const options = cards.map((card) => `<option value="${e(card.encodedCredential)}">${e(card.holder)}</option>`).join('')
  const rows = tenant.panels.map(
    (
      panel,
    ) => `<tr><th colspan="3" scope="colgroup">Panel ${e(panel.serialNumber)} <span class="soft" data-panel-state="${e(panel.serialNumber)}"></span></th></tr>
${panel.accessPoints.map((point) => door(panel, point)).join('')}`,
  )
  return `<section data-tenant><h3>${e(tenant.name)} <span class="soft">${e(tenant.sites.map((site) => `${site.siteName}, ${site.timeZone}`).join('; '))}</span></h3>
<p><label>Card (encoded, hexadecimal) <input name="card" list="cards-${tenant.accountId}" value="${e(cards[0]?.encodedCredential ?? '28c0293')}" spellcheck="false"></label>
<span class="soft">${e(cards.map((card) => `${card.holder}: ${card.encodedCredential}`).join(', '))}</span>
<datalist id="cards-${tenant.accountId}">${options}</datalist></p>
<table><thead><tr><th scope="col">Door</th><th scope="col">State</th><th scope="col">Try it</th></tr></thead><tbody>${rows.join('')}</tbody></table></section>`
}

const walk = (demo: Demo, tenant: DemoTenant): string =>
  `<ol>${apiWalk(demo, tenant)
    .map(({ title, command }) => `<li>${e(title)}<pre tabindex="0">${e(command)}</pre></li>`)
    .join('')}</ol>`

const demoSections = (demo: Demo): string => {
  const [first] = demo.tenants
  return `<h2 id="sign-in">Sign in</h2><ul>${demo.tenants.map((tenant) => signIn(demo, tenant)).join('')}
<li>The dealer who serves them: <code>${e(demo.dealer.username)}</code>, password <code>${e(demo.dealer.password)}</code></li></ul>
<h2 id="mails">Mails</h2><p><a href="${e(demo.mail.url)}">Every mail that Sallyport has sent from this machine</a></p>
<h2 id="doors">Doors</h2><p>The panels are simulated, by a program that pairs, connects, decides and reports as a real panel does.</p>
${demo.tenants.map(doorsOf).join('')}
<h2 id="api">A walk through the API</h2>${first ? `<p>As the administrator of ${e(first.name)}, in a shell:</p>${walk(demo, first)}` : ''}
<p><a href="/docs">The whole API</a>, <a href="/openapi.json">as OpenAPI</a>; everything above as data: <code>.local/demo.json</code></p>
${doorScript(demo.simulator.url)}`
}

/** The page at the root of the HTTP listener: from here a newcomer finds everything. */
export const startPage = (settings: CloudSettings, query = new URLSearchParams()): string => {
  const demo = readDemo(dataFiles(settings.dataDir).demo)
  const waiting = `<p>The demo tenants are still being made: <a href="/">look again</a>. The mails are <a href="${urlsOf(settings.ports).mail}">here</a>.</p>`
  const contents =
    '<nav aria-label="On this page"><a href="#sign-in">Sign in</a> · <a href="#mails">Mails</a> · <a href="#doors">Doors</a> · <a href="#api">API</a></nav>'
  const intro = '<p>The whole product runs here, wired as it is in the cloud. Nothing on this page leaves your computer.</p>'
  return layout(
    'Sallyport on this machine',
    demo ? `${intro}${callback(demo, query)}${contents}${demoSections(demo)}` : `${intro}${waiting}`,
  )
}
