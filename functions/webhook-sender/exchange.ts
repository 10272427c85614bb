import type { Dispatcher } from 'undici'
import type { Attempt, ReceiverAnswer } from '../../shared/domain/outbound/subscriptions/entity.ts'
import { answerTooLong, type Connections, type Target, Unconnected } from './connections.ts'

export type ExchangeRequest = Target & { headers: Readonly<Record<string, string>>; body: string }

/** How one request over one connection ended. `wasStale`: a kept connection was closed before any answer came. */
export type Exchange = {
  status?: number
  failure?: NonNullable<Attempt['failure']>
  retryAfter?: string
  answer?: ReceiverAnswer
  wasStale: boolean
}

const keptAnswerBytes = 16 * 1024
/** Headers of an answer that help to find a fault and carry no secret. */
const keptHeaders = ['content-type', 'date', 'location', 'retry-after', 'server', 'x-request-id']

/** Codes of faults that are ours: the environment ran out of something, or the request cannot be written. */
const ownFaults = ['EMFILE', 'ENFILE', 'ENOMEM', 'UND_ERR_INVALID_ARG']
/** Codes of answers that are no HTTP. The last is what broken headers after a Content-Length are reported as. */
const protocolFaults = ['UND_ERR_HEADERS_OVERFLOW', 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH', answerTooLong]

/** How long an answer may take, in milliseconds: all of it, and what follows its headers. */
export type ExchangeLimits = { totalMs: number; bodyMs: number }

/**
 * Sends a request and waits for the answer; redirects are answers like others. Settles however the connection ends, and by the
 * limits whatever is reported. Rejects only for a fault of our own.
 */
export const exchange = (over: Connections, request: ExchangeRequest, { totalMs, bodyMs }: ExchangeLimits): Promise<Exchange> =>
  new Promise((resolve, reject) => {
    const { url, headers, body } = request
    const startedAt = performance.now()
    let limit: NodeJS.Timeout | undefined
    const { handler, stop } = follow(over.isOpening, {
      // the status has come, and it decides: the rest is only kept to help, and must not hold a place for long
      answered: () => {
        clearTimeout(limit)
        limit = setTimeout(stop, Math.min(bodyMs, totalMs - (performance.now() - startedAt)))
      },
      done: (ended) => {
        clearTimeout(limit)
        if (ended instanceof Error) reject(ended)
        else resolve(ended)
      },
    })
    limit = setTimeout(stop, totalMs)
    over.dispatch(request, { method: 'POST', path: `${url.pathname}${url.search}`, headers, body }, handler)
  })

type Listener = { answered: () => void; done: (ended: Exchange | Error) => void }

/**
 * Follows one request. Calls `answered` when its status is known, and `done` once: with how it ended, or with a fault of our own.
 * `stop` ends it with what is known, and closes its connection.
 */
const follow = (isOpening: () => boolean, { answered, done }: Listener) => {
  let controller: Dispatcher.DispatchController | undefined
  let answer: Answer | undefined
  let isKept = false
  let isSettled = false
  const settle = (ended: Exchange | Error) => {
    if (!isSettled) done(ended)
    isSettled = true
  }
  const stop = (ended?: Exchange) => {
    // with the status known, only the rest of the body is missed
    settle(ended ?? (answer ? exchangeOf(answer) : { failure: 'timeout', wasStale: false }))
    controller?.abort(new Error('The exchange has ended'))
  }
  const handler: Dispatcher.DispatchHandler = {
    onRequestStart: (started) => {
      controller = started
      isKept = !isOpening()
      // the connection came too late: nothing is sent
      if (isSettled) stop()
    },
    onResponseStart: (_, status, headers) => {
      // without an Upgrade header this comes as if the answer were still to follow
      if (status === 101) return stop({ failure: 'protocol', wasStale: false })
      if (status < 200) return undefined
      answer = { status, headers, chunks: [], size: 0, isWhole: false }
      return answered()
    },
    onResponseData: (_, chunk) => {
      if (!answer) return
      answer.size += chunk.length
      answer.chunks.push(chunk)
      if (answer.size > keptAnswerBytes) stop()
    },
    onResponseEnd: () => {
      if (answer) answer.isWhole = true
      // undici frees the connection by an immediate of its own; a post that comes before that would need another one
      queueMicrotask(() => setImmediate(() => answer && settle(exchangeOf(answer))))
    },
    onResponseError: (_, error) => settle(answer ? exchangeOf(answer) : failed(error, isKept)),
  }
  return { handler, stop: () => stop() }
}

/** What of an answer was read. */
type Answer = {
  status: number
  headers: Readonly<Record<string, string | string[] | undefined>>
  chunks: Buffer[]
  size: number
  isWhole: boolean
}

const failed = (error: Error, isKept: boolean): Exchange | Error => {
  const fault = error instanceof Unconnected ? error.cause : error
  if (ownFaults.includes(codeOf(fault))) return fault
  if (error instanceof Unconnected) return { failure: error.failure, wasStale: false }
  const isProtocol =
    error.name === 'HTTPParserError' || protocolFaults.includes(codeOf(error)) || /^bad (response|upgrade)$/.test(error.message)
  return isProtocol ? { failure: 'protocol', wasStale: false } : { failure: 'hangup', wasStale: isKept }
}

const codeOf = (error: unknown): string => (error instanceof Error && 'code' in error ? String(error.code) : '')

const exchangeOf = ({ status, headers, chunks, size, isWhole }: Answer): Exchange => {
  const first = (name: string): string | undefined => [headers[name]].flat()[0]
  const kept = keptHeaders.flatMap((name) => {
    const value = first(name)
    return value === undefined ? [] : [[name, value.slice(0, 500)]]
  })
  const retryAfter = first('retry-after')
  const body = Buffer.concat(chunks).subarray(0, keptAnswerBytes).toString()
  return {
    status,
    ...(retryAfter === undefined ? {} : { retryAfter }),
    answer: { headers: Object.fromEntries(kept), body, truncated: size > keptAnswerBytes || !isWhole },
    wasStale: false,
  }
}
