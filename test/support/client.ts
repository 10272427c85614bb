import { inject, vi } from 'vitest'
import { type Client, createClient, type Grant } from '../../sdk/src/index.ts'
import type { Demo, Tenant } from './demo.ts'

/** The answer of a call; its JSON is loose, as a test asserts on whatever came back. */
// biome-ignore lint/suspicious/noExplicitAny: see above
type Answer = { status: number; headers: Headers; text: string; json: any }

const read = async (response: Response): Promise<Answer> => {
  const text = await response.text()
  const isJson = response.headers.get('content-type')?.includes('json')
  return { status: response.status, headers: response.headers, text, json: isJson && text ? JSON.parse(text) : undefined }
}

/** The demo as the journeys see it: first and second tenant distinguished by name. */
export const demo = (): Demo => inject('demo')
export const tenant = (index: 0 | 1): Tenant => {
  const found = demo().tenants[index]
  if (!found) throw new Error(`The demo has no tenant ${index}`)
  return found
}

/** The API as a tenant's administrator calls it, or with another grant. */
export const clientOf = (who: Tenant, application = who.passwordApp, grant: Grant = passwordOf(who)): Client => {
  const { apiUrl, authUrl, apiKey } = demo()
  const { clientId, clientSecret } = application
  return createClient({ apiUrl, authUrl, apiKey, clientId, clientSecret, grant })
}
const passwordOf = ({ admin: { username, password } }: Tenant): Grant => ({ kind: 'password', username, password })

/** Every row of a listing. */
export const rowsOf = async <Row>(listing: AsyncIterable<Row>): Promise<Row[]> => {
  const rows: Row[] = []
  for await (const row of listing) rows.push(row)
  return rows
}

/** The simulator's control surface. */
export const simulator = async (method: string, path: string, body?: unknown): Promise<Answer> =>
  read(
    await fetch(`${demo().simulator.url}${path}`, {
      method,
      headers: { 'Content-Type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    }),
  )

/** Waits until an observation holds: for what happens elsewhere, in its own time. */
export const eventually = <T>(observe: () => Promise<T> | T, timeoutSeconds = 20): Promise<T> =>
  vi.waitFor(observe, { timeout: timeoutSeconds * 1000, interval: 50 })

/** Waits until a panel runs the newest rules that the cloud has for it. */
export const upToDate = (client: Client, panel: Tenant['panels'][number]): Promise<void> =>
  eventually(async () => {
    const { data } = await client.GET('/control-panels/{controlPanelId}', { path: { controlPanelId: panel.id } })
    const { appliedVersion } = (await simulator('GET', `/panels/${panel.serialNumber}`)).json
    const { configuration } = data
    if (configuration.lag > 0 || configuration.appliedVersion !== appliedVersion) {
      throw new Error(`The panel runs version ${appliedVersion} of ${JSON.stringify(configuration)}`)
    }
  })
