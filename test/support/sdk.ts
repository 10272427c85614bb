import type { ClientOptions, Runtime } from '../../sdk/src/index.ts'

/** What a scripted API answers: a response, or a fault of the connection. */
export type Scripted = Response | Error

/** A request as it came. */
export type Sent = { method: string; url: string; path: string; headers: Headers; body: string }

/** Answers requests in turn, and remembers them and the pauses between them. Time passes only while the client waits. */
export const scripted = (...answers: Scripted[]) => {
  const sent: Sent[] = []
  const pauses: number[] = []
  const clock = { now: Date.UTC(2026, 2, 2, 12) }
  let keys = 0
  const runtime: Runtime = {
    fetch: async (request) => {
      const { pathname, search } = new URL(request.url)
      const { method, url, headers } = request
      sent.push({ method, url, path: `${pathname}${search}`, headers, body: await request.text() })
      const answer = answers.shift()
      if (!answer) throw new Error(`No answer is left for ${method} ${url}`)
      if (answer instanceof Error) throw answer
      return answer
    },
    now: () => clock.now,
    sleep: async (ms, signal) => {
      signal.throwIfAborted()
      pauses.push(ms)
      clock.now += ms
    },
    random: () => 0.5,
    newKey: () => {
      keys += 1
      return `key-${keys}`
    },
  }
  return { sent, pauses, clock, runtime }
}

/** Options of a client with a token that does not end. */
export const withToken = (runtime: Runtime): ClientOptions => ({
  apiUrl: 'https://api.example',
  apiKey: 'k',
  accessToken: 't',
  runtime,
})

export const json = (status: number, body: unknown, headers: Record<string, string> = {}) =>
  new Response(JSON.stringify(body), { status, headers: { 'Content-Type': 'application/json', ...headers } })
export const empty = (status: number, headers: Record<string, string> = {}) => new Response(null, { status, headers })
export const fault = () => new TypeError('fetch failed')
