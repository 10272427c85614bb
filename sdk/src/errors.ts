/** What is known of a refusal. */
type Refusal = {
  status: number
  code: number | string
  message: string
  requestId: string | undefined
  field: string | undefined
  retryAfterMs: number | undefined
  body: unknown
}

/** The API, or its OAuth server, refused a request. */
export class ApiError extends Error {
  override readonly name = 'ApiError'
  /** The HTTP status. */
  readonly status: number
  /** The API's number, which is the status; or the word of OAuth, such as `invalid_grant`. */
  readonly code: number | string
  /** Names the request in the logs of the API: give it when you ask about an error. */
  readonly requestId: string | undefined
  /** The field of the request that the message names, such as `emails.0.address`. */
  readonly field: string | undefined
  /** How long the API asks to wait before the next attempt. */
  readonly retryAfterMs: number | undefined
  /** The whole answer: JSON, or a text. */
  readonly body: unknown

  constructor(refusal: Refusal) {
    super(refusal.message)
    this.status = refusal.status
    this.code = refusal.code
    this.requestId = refusal.requestId
    this.field = refusal.field
    this.retryAfterMs = refusal.retryAfterMs
    this.body = refusal.body
  }
}

/** No whole answer came: the connection failed or took too long. Whether the request was carried out is not known. */
export class ConnectionError extends Error {
  override readonly name = 'ConnectionError'
}

/** The error that an answer without success stands for. */
export const apiErrorOf = async (response: Response, now: number): Promise<ApiError> => {
  const text = await response.text()
  const body = parsed(text)
  const { status, headers } = response
  const said: Partial<Record<string, unknown>> = typeof body === 'object' && body !== null ? body : {}
  const { code, error } = said
  const message = [said.message, said.error_description, error, withoutTags(text)].find(isText) ?? `The API answered ${status}`
  return new ApiError({
    status,
    code: typeof code === 'number' ? code : isText(error) ? error : status,
    message,
    requestId: headers.get('x-request-id') ?? undefined,
    field: fieldOf(message),
    retryAfterMs: retryAfterOf(headers, now),
    body,
  })
}

/** The milliseconds that a `Retry-After` asks for, which is seconds or a date; undefined when there is none that can be read. */
export const retryAfterOf = (headers: Headers, now: number): number | undefined => {
  const asked = headers.get('retry-after')?.trim()
  if (!asked) return undefined
  const ms = /^\d+$/.test(asked) ? Number(asked) * 1000 : Date.parse(asked) - now
  return Number.isNaN(ms) ? undefined : Math.max(0, ms)
}

/** Messages about a value end in `for 'field'`, or go on after a colon. What stands before may be a value with such words in it. */
const fieldOf = (message: string): string | undefined => [...message.matchAll(/ for '([^' ]+)'(?=:|$)/g)].at(-1)?.[1]

const isText = (value: unknown): value is string => typeof value === 'string' && value !== ''

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

/** A few refusals are HTML. */
const withoutTags = (text: string) =>
  text
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 300)
