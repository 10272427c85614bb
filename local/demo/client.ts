import { setTimeout as sleep } from 'node:timers/promises'

/** The API as the demo's own program uses it: over HTTP, as everybody else does. */
export type DemoApi = <Answer = unknown>(method: string, path: string, body?: unknown) => Promise<Answer>

const failed = async (what: string, response: Response) =>
  new Error(`${what} was answered ${response.status}: ${(await response.text()).slice(0, 300)}`)

/** A token by the password grant. */
export const passwordToken = async (
  url: string,
  { clientId, clientSecret }: { clientId: string; clientSecret: string },
  { username, password }: { username: string; password: string },
): Promise<string> => {
  const response = await fetch(`${url}/oauth/token`, {
    method: 'POST',
    headers: { Authorization: `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}` },
    body: new URLSearchParams({ grant_type: 'password', username, password }),
  })
  if (!response.ok) throw await failed('The token request', response)
  // The token endpoint's answer has this field when it is a success.
  return ((await response.json()) as { access_token: string }).access_token
}

/** The API as the bearer of `token` has it. A request that is one too many is sent again when its time has come. */
export const demoApi = (
  url: string,
  token: string,
  apiKey: string,
  wait: (ms: number) => Promise<unknown> = (ms) => sleep(ms),
): DemoApi => {
  const call = async <Answer>(method: string, path: string, body?: unknown): Promise<Answer> => {
    const response = await fetch(`${url}/v1/api${path}`, {
      method,
      headers: {
        'api-key': apiKey,
        Authorization: `bearer ${token}`,
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const retryAfterSeconds = Number(response.headers.get('Retry-After'))
    if (response.status === 429 && retryAfterSeconds > 0) {
      await wait(retryAfterSeconds * 1_000)
      return call(method, path, body)
    }
    if (!response.ok) throw await failed(`${method} ${path}`, response)
    const text = await response.text()
    // Each call names the answer that the API document gives it.
    return (text ? JSON.parse(text) : undefined) as Answer
  }
  return call
}
