import { inject, vi } from 'vitest'
import type { Demo, Tenant } from './demo.ts'

/** The answer of a call; its JSON is loose, as a test asserts on whatever came back. */
// biome-ignore lint/suspicious/noExplicitAny: see above
export type Answer = { status: number; headers: Headers; text: string; json: any }

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

/** A token by the password grant, as a tenant's administrator. */
export const signIn = async (who: Tenant): Promise<string> => {
  const { clientId, clientSecret } = who.passwordApp
  const answer = await fetch(`${demo().authUrl}/oauth/token`, {
    method: 'POST',
    headers: { Authorization: `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}` },
    body: new URLSearchParams({ grant_type: 'password', username: who.admin.username, password: who.admin.password }),
  })
  const { json, text } = await read(answer)
  if (!json?.access_token) throw new Error(`No token for ${who.admin.username}: ${text}`)
  return json.access_token
}

export type Client = (method: string, path: string, body?: unknown) => Promise<Answer>

/** The API as somebody with this token calls it. */
export const clientWith =
  (token: string): Client =>
  async (method, path, body) =>
    read(
      await fetch(`${demo().apiUrl}/v1/api${path}`, {
        method,
        headers: {
          'api-key': demo().apiKey,
          Authorization: `bearer ${token}`,
          ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }),
    )
export const clientOf = async (who: Tenant): Promise<Client> => clientWith(await signIn(who))

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
export const upToDate = (call: Client, panel: Tenant['panels'][number]): Promise<void> =>
  eventually(async () => {
    const { json } = await call('GET', `/control-panels/${panel.id}`)
    const { appliedVersion } = (await simulator('GET', `/panels/${panel.serialNumber}`)).json
    const { configuration } = json
    if (configuration.lag > 0 || configuration.appliedVersion !== appliedVersion) {
      throw new Error(`The panel runs version ${appliedVersion} of ${JSON.stringify(configuration)}`)
    }
  })
