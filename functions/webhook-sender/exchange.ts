import { type ClientRequest, request as httpRequest, type IncomingMessage } from 'node:http'
import { request as httpsRequest, type RequestOptions } from 'node:https'
import type { Attempt, ReceiverAnswer } from '../../shared/domain/outbound/subscriptions/schema.ts'

/** The longest that each part of an exchange may take, in milliseconds. */
export type ExchangeLimits = { connectMs: number; tlsMs: number; totalMs: number }

export type ExchangeRequest = { isSecure: boolean; options: RequestOptions; body: string }

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

/** Codes of faults that are ours: the environment ran out of something. An address without a route is the receiver's. */
const ownFaults = ['EMFILE', 'ENFILE', 'ENOMEM']

/** Some receivers set many cookies; Node's own limit would make a failure of their answer. */
const maxHeaderSize = 64 * 1024

/**
 * Sends a request and waits for the answer; redirects are answers like others. Settles however the connection ends, and by the
 * total limit whatever Node reports. Rejects only for a fault of our own.
 */
export const exchange = ({ isSecure, options, body }: ExchangeRequest, limits: ExchangeLimits): Promise<Exchange> =>
  new Promise((resolve, reject) => {
    const request = (isSecure ? httpsRequest : httpRequest)({ ...options, maxHeaderSize })
    const connecting = watchConnecting(request, isSecure, limits)
    let answered: (() => Exchange) | undefined
    const end = (ended: Exchange) => {
      clearTimeout(total)
      connecting.stop()
      resolve(ended)
    }
    const total = setTimeout(() => {
      // with the status known, only the rest of the body is missed
      end(answered ? answered() : { failure: 'timeout', wasStale: false })
      request.destroy(new Timeout())
    }, limits.totalMs)
    const refuseUpgrade = () => {
      end({ failure: 'protocol', wasStale: false })
      request.destroy()
    }
    // without a listener Node closes such a connection and reports nothing
    request.on('upgrade', (_response, socket) => {
      socket.destroy()
      refuseUpgrade()
    })
    request.on('close', () => {
      if (!answered) end({ failure: failureOf(connecting.phase(), new Error('The connection was closed')), wasStale: false })
    })
    request.on('response', (response) => {
      // one without an Upgrade header comes here
      if (response.statusCode === 101) return refuseUpgrade()
      answered = readAnswer(response, (complete) => end(complete))
      return undefined
    })
    request.on('error', (error: NodeJS.ErrnoException) => {
      if (answered) return end(answered())
      if (ownFaults.includes(error.code ?? '')) {
        clearTimeout(total)
        connecting.stop()
        return reject(error)
      }
      const wasStale = request.reusedSocket && ['ECONNRESET', 'EPIPE'].includes(error.code ?? '')
      return end({ failure: failureOf(connecting.phase(), error), wasStale })
    })
    request.end(body)
  })

class Timeout extends Error {
  override name = 'Timeout'
}

type Phase = 'connect' | 'tls' | 'answer'

/** Follows how far a connection has come, and ends one that takes too long over a part. */
const watchConnecting = (request: ClientRequest, isSecure: boolean, { connectMs, tlsMs }: ExchangeLimits) => {
  let phase: Phase = 'connect'
  const giveUp = () => request.destroy(new Timeout())
  let timer = setTimeout(giveUp, connectMs)
  const answer = () => {
    clearTimeout(timer)
    phase = 'answer'
  }
  request.on('socket', (socket) => {
    if (!socket.connecting) return answer()
    socket.once('connect', () => {
      clearTimeout(timer)
      if (!isSecure) return answer()
      phase = 'tls'
      timer = setTimeout(giveUp, tlsMs)
      return undefined
    })
    socket.once('secureConnect', answer)
    return undefined
  })
  return { phase: () => phase, stop: () => clearTimeout(timer) }
}

const failureOf = (phase: Phase, error: NodeJS.ErrnoException): NonNullable<Attempt['failure']> => {
  if (error instanceof Timeout) return 'timeout'
  if (phase !== 'answer') return phase
  return error.code?.startsWith('HPE_') ? 'protocol' : 'hangup'
}

/** Reads the beginning of an answer; `done` is called once, at its end or when enough was read. Gives what was read so far. */
const readAnswer = (response: IncomingMessage, done: (complete: Exchange) => void): (() => Exchange) => {
  const chunks: Buffer[] = []
  let size = 0
  const soFar = (): Exchange => exchangeOf(response, Buffer.concat(chunks), size > keptAnswerBytes || !response.complete)
  const finish = () => done(soFar())
  response.on('data', (chunk: Buffer) => {
    size += chunk.length
    chunks.push(chunk)
    if (size > keptAnswerBytes) response.destroy()
  })
  response.on('error', finish)
  response.on('close', finish)
  return soFar
}

const exchangeOf = (response: IncomingMessage, body: Buffer, truncated: boolean): Exchange => {
  const headers = Object.fromEntries(
    keptHeaders.flatMap((name) => {
      const value = response.headers[name]
      return value === undefined ? [] : [[name, String(value).slice(0, 500)]]
    }),
  )
  return {
    status: response.statusCode ?? 0,
    ...(response.headers['retry-after'] === undefined ? {} : { retryAfter: response.headers['retry-after'] }),
    answer: { headers, body: body.subarray(0, keptAnswerBytes).toString(), truncated },
    wasStale: false,
  }
}
