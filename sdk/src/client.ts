import createCore, { defaultPathSerializer } from 'openapi-fetch'
import { defaultRetryPolicy, type RetryPolicy, type Sendable, sendOnce, withRetries } from './attempts.ts'
import { apiErrorOf } from './errors.ts'
import { type Application, askForTokens, type Grant } from './grants.ts'
import { type Runtime, unlessAborted, webRuntime } from './runtime.ts'
import { fixedToken, grantedTokens, memoryStore, type TokenSource, type TokenStore } from './tokens.ts'
import type { Client, CommonOptions, Method } from './types.ts'

type Common = {
  /** Where the API is, without `/v1/api`. */
  apiUrl: string
  /** The key of your application; it is not needed for paths under `/v1/public`. */
  apiKey: string
  retry?: Partial<RetryPolicy>
  /** Takes the place of `fetch`, the clock and the like. */
  runtime?: Partial<Runtime>
}

/** Tokens come from `grant`, and from `store` as long as what it keeps is good. One of the two is needed. */
type BySigningIn = Application & { grant?: Grant; store?: TokenStore; accessToken?: never }

/** A token that you have, such as a service token. It is not refreshed. */
type ByToken = { accessToken: string }

export type ClientOptions = Common & (BySigningIn | ByToken)

/** A client of the API. Nothing is sent before the first call. */
export const createClient = (options: ClientOptions): Client => {
  const runtime = { ...webRuntime, ...options.runtime }
  const policy = { ...defaultRetryPolicy, ...options.retry }
  const { apiKey } = options
  const apiUrl = options.apiUrl.replace(/\/+$/, '')
  const tokens = tokensFor(options, policy, runtime)
  // The types of `Client` say what each path takes; below them a call is the same for every path.
  const send = createCore({ pathSerializer }).request as unknown as SendCall

  const call =
    (method: Method) =>
    async (path: string, { path: inPath, query, body, headers, signal, idempotencyKey }: LooseOptions = {}) => {
      const isPublic = path.startsWith('/v1/public/')
      const key = isPublic || method === 'get' ? {} : { 'Idempotency-Key': idempotencyKey ?? runtime.newKey() }
      const fetch = isPublic ? sender(policy, runtime) : sender(policy, runtime, { tokens, apiKey })
      const { response } = await send(method, path, {
        baseUrl: isPublic ? apiUrl : `${apiUrl}/v1/api`,
        params: { path: inPath, query },
        headers: { ...headers, ...key },
        body,
        parseAs: 'stream',
        fetch,
        ...(signal ? { signal } : {}),
      })
      return { data: await dataOf(response), response }
    }
  // The types of `Client` say of each path what this takes and gives, as the API's own document does.
  return {
    GET: call('get'),
    PUT: call('put'),
    POST: call('post'),
    PATCH: call('patch'),
    DELETE: call('delete'),
  } as unknown as Client
}

type SendCall = (method: Method, path: string, options: object) => Promise<{ response: Response }>

/** The options of any call, as they are read here. */
type LooseOptions = CommonOptions & {
  path?: Record<string, unknown>
  query?: Record<string, unknown>
  body?: unknown
}

const tokensFor = (options: ClientOptions, policy: RetryPolicy, runtime: Runtime): TokenSource => {
  if (options.accessToken !== undefined) return fixedToken(options.accessToken)
  const { grant, store = memoryStore() } = options
  return grantedTokens((asked) => askForTokens(options, asked, policy, runtime), grant, store, runtime.now)
}

/** A text that the path cannot hold would make it the path of another call. */
const pathSerializer = (path: string, values: Record<string, unknown>): string => {
  for (const [name, value] of Object.entries(values)) {
    if (value === undefined || value === null || ['', '.', '..'].includes(String(value)))
      throw new TypeError(`'${String(value)}' cannot be the parameter '${name}' of ${path}`)
  }
  return defaultPathSerializer(path, values)
}

/** Sends a request as often as it needs; resolves with a success and throws everything else. */
const sender =
  (policy: RetryPolicy, runtime: Runtime, caller?: { tokens: TokenSource; apiKey: string }) =>
  async (request: Request): Promise<Response> => {
    const { url, method, headers, signal } = request
    // A form's boundary is drawn at random: read once, each attempt sends the same bytes, as the key asks.
    const body = request.body ? await request.arrayBuffer() : undefined
    let renewed = false
    const attempt = async () => {
      if (!caller) return sendOnce({ url, method, headers, body }, policy.timeoutMs, runtime, signal)
      const { tokens, apiKey } = caller
      const sendAs = (token: string) =>
        sendOnce(authorized({ url, method, headers, body }, token, apiKey), policy.timeoutMs, runtime, signal)
      const token = await unlessAborted(tokens.current(), signal)
      const outcome = await sendAs(token)
      if (!(outcome instanceof Response) || outcome.status !== 401 || renewed) return outcome
      renewed = true
      const other = await unlessAborted(tokens.instead(token), signal)
      return other === undefined ? outcome : sendAs(other)
    }
    const isRepeatable = ['GET', 'PUT', 'DELETE'].includes(method) || headers.has('idempotency-key')
    const response = await withRetries(attempt, isRepeatable, policy, runtime, signal)
    if (!response.ok) throw await apiErrorOf(response, runtime.now())
    return response
  }

const authorized = (request: Sendable, token: string, apiKey: string): Sendable => {
  const headers = new Headers(request.headers)
  headers.set('api-key', apiKey)
  headers.set('authorization', `Bearer ${token}`)
  return { ...request, headers }
}

const dataOf = async (response: Response): Promise<unknown> => {
  if (!response.body) return undefined
  const type = response.headers.get('content-type') ?? ''
  // What a caller reads of the response itself is still there.
  const copy = response.clone()
  if (type.includes('json')) return copy.json()
  return type.startsWith('text/') ? copy.text() : copy.blob()
}
