import type { Instant } from '../../shared/lib/clock.ts'
import { err, ok, type Result } from '../../shared/lib/result.ts'

/** What can become of a request to the cloud. `cloudAt` is the cloud's time by its `Date` header, epoch milliseconds. */
export type HttpFailure =
  | { kind: 'unreachable'; message: string }
  | { kind: 'refused'; status: number; message: string; cloudAt: Instant | undefined }
  | { kind: 'too_long'; message: string }

export type HttpRequest = {
  url: string
  /** A JSON text makes it a POST. */
  body?: string
  authorization?: string
  signal: AbortSignal
  timeoutMs: number
  maxBytes: number
}

/** Asks the cloud, once. Redirects are not followed: a panel talks to its own cloud and to nobody else. */
export const askCloud = async (request: HttpRequest): Promise<Result<Buffer, HttpFailure>> => {
  const { url, body, authorization, signal, timeoutMs, maxBytes } = request
  try {
    const answer = await fetch(url, {
      method: body === undefined ? 'GET' : 'POST',
      redirect: 'error',
      signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
      headers: {
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
        ...(authorization === undefined ? {} : { Authorization: authorization }),
      },
      ...(body === undefined ? {} : { body }),
    })
    const content = await contentWithin(answer, maxBytes)
    if (!answer.ok) return err(refusal(answer.status, answer.headers.get('date'), content?.toString('utf8') ?? ''))
    return content ? ok(content) : err({ kind: 'too_long', message: `The answer is over ${maxBytes} bytes` })
  } catch (thrown) {
    return err({ kind: 'unreachable', message: reasonOf(thrown) })
  }
}

/** A refusal, and what time its `Date` header says that it is at the cloud. */
export const refusal = (status: number, date: string | null | undefined, text: string) => {
  const cloudAt = Date.parse(date ?? '')
  return {
    kind: 'refused' as const,
    status,
    message: `The cloud answered ${status}${text ? `: ${text.slice(0, 200)}` : ''}`,
    cloudAt: Number.isNaN(cloudAt) ? undefined : cloudAt,
  }
}

/** Undefined when there is more than `maxBytes`; the rest is not read. */
const contentWithin = async (answer: Response, maxBytes: number): Promise<Buffer | undefined> => {
  const pieces: Uint8Array[] = []
  let length = 0
  for await (const piece of answer.body ?? []) {
    length += piece.byteLength
    if (length > maxBytes) return undefined
    pieces.push(piece)
  }
  return Buffer.concat(pieces)
}

// Node says only "fetch failed"; what failed is in the cause.
const reasonOf = (thrown: unknown): string => {
  if (!(thrown instanceof Error)) return String(thrown)
  const { cause } = thrown
  return cause instanceof Error && cause.message ? `${thrown.message}: ${cause.message}` : thrown.message
}
