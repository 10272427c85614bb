import { existsSync, readFileSync } from 'node:fs'

/** `.local/demo.json`: all that a client needs to know of the demo. `cards` are some that the demo's people carry. */
export type Demo = {
  readonly authUrl: string
  readonly apiUrl: string
  readonly panelUrl: string
  readonly apiKey: string
  readonly mail: { readonly url: string }
  readonly dealer: {
    readonly accountId: number
    readonly username: string
    readonly password: string
    readonly passwordApp: { readonly clientId: string; readonly clientSecret: string }
  }
  readonly tenants: readonly DemoTenant[]
  readonly simulator: { readonly url: string }
}

export type DemoPartner = { readonly clientId: string; readonly clientSecret: string; readonly redirectUri: string }

export type DemoTenant = {
  readonly accountId: number
  readonly name: string
  readonly admin: { readonly username: string; readonly password: string }
  readonly passwordApp: { readonly clientId: string; readonly clientSecret: string }
  readonly partnerApp: DemoPartner
  /** A partner application whose part the start page itself plays. */
  readonly startPageApp: DemoPartner
  readonly sites: readonly { readonly id: number; readonly siteName: string; readonly timeZone: string }[]
  readonly panels: readonly DemoPanel[]
  readonly cameras: readonly { readonly id: number; readonly name: string }[]
  readonly groups: readonly { readonly id: number; readonly name: string }[]
  readonly schedules: readonly { readonly id: number; readonly name: string }[]
  readonly cards?: readonly { readonly holder: string; readonly encodedCredential: string }[]
}

export type DemoPanel = {
  readonly id: number
  readonly serialNumber: string
  readonly accessPoints: readonly { readonly id: number; readonly name: string; readonly type: string }[]
}

/** Undefined while the demo is still being made. */
export const readDemo = (file: string): Demo | undefined =>
  // Written whole by the demo's own program.
  existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Demo) : undefined

/** An address below a base URL that may or may not hold the path's beginning already. */
export const under = (base: string, path: string): string => {
  const [first = ''] = path.split('/').slice(1)
  const trimmed = base.replace(/\/+$/, '')
  return trimmed.endsWith(`/${first}`) ? `${trimmed}${path.slice(first.length + 1)}` : `${trimmed}${path}`
}

/** Where a browser begins the authorization of the application that the start page plays. */
export const authorizeUrl = (demo: Demo, { accountId, startPageApp }: DemoTenant): string => {
  const query = new URLSearchParams({
    response_type: 'code',
    client_id: startPageApp.clientId,
    redirect_uri: startPageApp.redirectUri,
    state: String(accountId),
  })
  return `${under(demo.authUrl, '/oauth/authorize')}?${query}`
}

/** How that application exchanges a code for tokens. */
export const exchangeCommand = (demo: Demo, { startPageApp }: DemoTenant, code: string): string =>
  [
    `curl -s -u ${startPageApp.clientId}:${startPageApp.clientSecret} -d grant_type=authorization_code -d code=${encodeURIComponent(code)}`,
    `-d redirect_uri=${encodeURIComponent(startPageApp.redirectUri)} ${under(demo.authUrl, '/oauth/token')}`,
  ].join(' ')

/** The walk through the API, as commands for a shell with curl. */
export const apiWalk = (demo: Demo, tenant: DemoTenant): { readonly title: string; readonly command: string }[] => {
  const { admin, passwordApp } = tenant
  const api = demo.apiUrl.replace(/\/+$/, '').replace(/(\/v1\/api)?$/, '/v1/api')
  const headers = '-H "Authorization: bearer $TOKEN" -H "api-key: $KEY"'
  const call = (method: string, path: string) => `curl -s ${method === 'GET' ? '' : `-i -X ${method} `}"$API${path}" ${headers}`
  const door = tenant.panels[0]?.accessPoints[0]
  const form = { grant_type: 'password', username: admin.username, password: admin.password }
  const fields = Object.entries(form).map(([name, value]) => `-d ${name}=${encodeURIComponent(value)}`)
  const token = `curl -s -u ${passwordApp.clientId}:${passwordApp.clientSecret} ${fields.join(' ')} ${under(demo.authUrl, '/oauth/token')}`
  return [
    { title: 'Where the API is, and the key of the application', command: `API=${api} KEY=${demo.apiKey}` },
    { title: 'A token for the administrator', command: `TOKEN=$(${token} | sed 's/.*"access_token":"\\([^"]*\\)".*/\\1/')` },
    { title: 'Who am I', command: call('GET', '/administrators/whoami') },
    { title: 'The sites', command: call('GET', '/sites') },
    { title: 'The doors', command: call('GET', '/access-points') },
    ...(door ? [{ title: `Open ${door.name}`, command: call('POST', `/access-points/${door.id}/activate`) }] : []),
    { title: 'What happened', command: call('GET', '/events/access') },
  ]
}
