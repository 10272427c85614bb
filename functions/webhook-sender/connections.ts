import { connect as connectTcp, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import type { buildConnector, Dispatcher } from 'undici'
import Agent from 'undici/lib/dispatcher/agent.js'
import Pool from 'undici/lib/dispatcher/pool.js'
import type { Attempt } from '../../shared/domain/outbound/subscriptions/entity.ts'
import { isAddress } from '../../shared/lib/ip-address.ts'

/** The longest that each part of connecting may take, in milliseconds. */
export type ConnectLimits = { connectMs: number; tlsMs: number }

/** Whom to connect to: a host, and the only one of its addresses that may be used. */
export type Target = { url: URL; address: string }

/** A request's error when it got no connection. `cause` is what Node reported. */
export class Unconnected extends Error {
  override name = 'Unconnected'
  readonly failure: NonNullable<Attempt['failure']>
  override readonly cause: Error
  constructor(failure: NonNullable<Attempt['failure']>, cause: Error) {
    super(`There is no connection: ${failure}`)
    this.failure = failure
    this.cause = cause
  }
}

/**
 * Connections to receivers. One is used again only for the same host at the same address, and is closed when it is idle.
 * `isOpening` says, while a request starts, whether its connection has just been made for it.
 */
export type Connections = {
  dispatch: (target: Target, request: Omit<Dispatcher.DispatchOptions, 'origin'>, handler: Dispatcher.DispatchHandler) => void
  isOpening: () => boolean
  destroy: () => Promise<void>
}

const poolOptions = {
  allowH2: false,
  // some receivers set many cookies; the usual limit of 16 KB would make a failure of their answer
  maxHeaderSize: 64 * 1024,
  // the limit of the whole exchange covers both
  headersTimeout: 0,
  bodyTimeout: 0,
  keepAliveTimeout: 30_000,
  keepAliveMaxTimeout: 30_000,
} as const

export const connections = (limits: ConnectLimits): Connections => {
  let isOpening = false
  // a request that waits for a connection starts within the call that hands it over
  const opening = (handOver: () => void) => {
    isOpening = true
    try {
      handOver()
    } finally {
      isOpening = false
    }
  }
  const agent = new Agent({
    factory: (key) => {
      const [origin = '', address = ''] = String(key).split('#')
      return new Pool(origin, { ...poolOptions, connect: connectorTo(address, limits, opening) })
    },
  })
  return {
    dispatch: ({ url, address }, request, handler) =>
      void agent.dispatch({ ...request, origin: `${url.origin}#${address}` }, handler),
    isOpening: () => isOpening,
    destroy: () => agent.destroy(),
  }
}

/** Connects to one address, whatever the host's name resolves to by now; TLS asks for the host's certificate. */
const connectorTo =
  (address: string, limits: ConnectLimits, opening: (handOver: () => void) => void): buildConnector.connector =>
  ({ protocol, hostname, port }, done) => {
    const isSecure = protocol === 'https:'
    const to = { host: address, port: Number(port) || (isSecure ? 443 : 80), noDelay: true }
    const socket = isSecure ? connectTls({ ...to, ...nameFor(hostname), ALPNProtocols: ['http/1.1'] }) : connectTcp(to)
    let phase: 'connect' | 'tls' = 'connect'
    const late = () => failed(new Error('The time limit has passed'), 'timeout')
    let timer = setTimeout(late, limits.connectMs)
    const failed = (cause: Error, failure: Unconnected['failure'] = phase) => {
      stop()
      socket.on('error', () => undefined).destroy()
      done(new Unconnected(failure, cause), null)
    }
    const closed = () => failed(new Error('The connection was closed'))
    const stop = () => {
      clearTimeout(timer)
      socket.off('error', failed).off('close', closed)
    }
    const ready = () => {
      stop()
      limitAnswers(socket)
      opening(() => done(null, socket))
    }
    socket.on('error', failed).on('close', closed)
    socket.once('connect', () => {
      if (!isSecure) return ready()
      clearTimeout(timer)
      phase = 'tls'
      timer = setTimeout(late, limits.tlsMs)
      return undefined
    })
    socket.once('secureConnect', ready)
  }

/** The certificate must be the host's, not that of the address which we connect to; names in TLS have no trailing dot. */
const nameFor = (hostname: string) => (isAddress(hostname) ? {} : { servername: hostname.replace(/\.$/, '') })

/** More than headers and the kept part of a body come to, with room for what arrives before a body that is too long is stopped. */
const maximumAnswerBytes = 256 * 1024
/** The code of the error that ends a connection on which too much came for one request. */
export const answerTooLong = 'ANSWER_TOO_LONG'

/**
 * Closes a connection that brings too much for one request, whatever it is. Endless informational answers, chunk extensions and
 * empty lines are no body and no header that another limit counts, and reading them for seconds leaves no time for other receivers.
 */
const limitAnswers = (socket: Socket): void => {
  let written = socket.bytesWritten
  let read = socket.bytesRead
  let readBefore = read
  socket.on('readable', () => {
    // a request was written since: what was read until then belongs to the ones before
    if (socket.bytesWritten !== written) readBefore = read
    written = socket.bytesWritten
    read = socket.bytesRead
    if (read - readBefore > maximumAnswerBytes) {
      socket.destroy(Object.assign(new Error('The answer is too long'), { code: answerTooLong }))
    }
  })
}
