import { ConnectionError, retryAfterOf } from './errors.ts'
import type { Runtime } from './runtime.ts'

/** How often and how soon a request is sent again. */
export type RetryPolicy = {
  /** How often a request is sent at most, the first time included. */
  maxAttempts: number
  /** The pause before the second attempt is drawn from 0 to this; each later one from 0 to twice as much. */
  baseDelayMs: number
  /** No pause is drawn from more than this. */
  maxDelayMs: number
  /** Longer waits than this that the API asks for are not waited: the refusal is thrown, with `retryAfterMs`. */
  maxRetryAfterMs: number
  /** How long one attempt may take, its answer included. */
  timeoutMs: number
}

export const defaultRetryPolicy: RetryPolicy = {
  maxAttempts: 4,
  baseDelayMs: 250,
  maxDelayMs: 8_000,
  // The budgets of an application are whole again every minute.
  maxRetryAfterMs: 60_000,
  timeoutMs: 30_000,
}

/** What can be sent more than once: a Request's body is gone after the first time. */
export type Sendable = { url: string; method: string; headers: Headers; body: ArrayBuffer | undefined }

/** An answer with its whole body, or why there is none. */
type Outcome = Response | ConnectionError

const worthAnotherTry = new Set([429, 500, 502, 503, 504])

/**
 * Sends until there is an answer that stands. `send` makes one attempt; with `isRepeatable` another follows a broken connection and
 * the statuses above. Throws ConnectionError when the last attempt brought none.
 */
export const withRetries = async (
  send: () => Promise<Outcome>,
  isRepeatable: boolean,
  policy: RetryPolicy,
  runtime: Runtime,
  signal: AbortSignal,
): Promise<Response> => {
  for (let attempt = 1; ; attempt += 1) {
    const outcome = await send()
    const pauseMs = isRepeatable && attempt < policy.maxAttempts ? pauseAfter(outcome, attempt, policy, runtime) : undefined
    if (pauseMs !== undefined) await runtime.sleep(pauseMs, signal)
    else if (outcome instanceof ConnectionError) throw outcome
    else return outcome
  }
}

/** How long to wait before the next attempt, drawn at random so that many clients do not come back at once; undefined for none. */
const pauseAfter = (outcome: Outcome, attempt: number, policy: RetryPolicy, runtime: Runtime): number | undefined => {
  const drawn = runtime.random() * Math.min(policy.maxDelayMs, policy.baseDelayMs * 2 ** (attempt - 1))
  if (outcome instanceof ConnectionError) return drawn
  const asked = retryAfterOf(outcome.headers, runtime.now())
  if (!worthAnotherTry.has(outcome.status) && !isUnderWay(outcome, attempt)) return undefined
  if (asked === undefined) return drawn
  return asked > policy.maxRetryAfterMs ? undefined : asked + drawn
}

/** An earlier attempt of ours, whose answer was lost, is still running: its answer will be had by its key. */
const isUnderWay = ({ status, headers }: Response, attempt: number) => attempt > 1 && status === 409 && headers.has('retry-after')

/** Sends once, and reads the whole answer. Throws the reason of `signal` when that is aborted. */
export const sendOnce = async (
  { url, method, headers, body }: Sendable,
  timeoutMs: number,
  runtime: Runtime,
  signal: AbortSignal,
): Promise<Outcome> => {
  signal.throwIfAborted()
  const attempt = new AbortController()
  const abort = () => attempt.abort(signal.reason)
  signal.addEventListener('abort', abort, { once: true })
  const timer = setTimeout(() => attempt.abort(new Error(`No answer within ${timeoutMs} ms`)), timeoutMs)
  try {
    const init = { method, headers, signal: attempt.signal, redirect: 'error', ...(body ? { body } : {}) } as const
    return await wholeAnswer(await runtime.fetch(new Request(url, init)))
  } catch (thrown) {
    signal.throwIfAborted()
    const cause = attempt.signal.aborted ? attempt.signal.reason : thrown
    return new ConnectionError(`${method} ${url}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause })
  } finally {
    clearTimeout(timer)
    signal.removeEventListener('abort', abort)
  }
}

/** Reads a body to its end, so that a connection that breaks in it is a failed attempt too. */
const wholeAnswer = async (response: Response): Promise<Response> => {
  const bytes = await response.arrayBuffer()
  const { status, statusText, headers } = response
  return new Response(bytes.byteLength > 0 ? bytes : null, { status, statusText, headers })
}
