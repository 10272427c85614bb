import { describeError, log } from '../../shared/lib/log.ts'
import type { PanelMessage } from '../../shared/panel-protocol/message.ts'
import { backoffMs } from './backoff.ts'
import { type Connection, type ConnectionPlace, connect } from './connection.ts'
import { pause } from './pause.ts'

/** After so many sockets in a row that could not be had, the panel talks by requests for a while. */
const socketTries = 2

export type LinkPlace = Omit<ConnectionPlace, 'onWelcome'> & {
  random: () => number
  /** A new connection is there, and nothing that older ones carried may be relied on. */
  onUp: (generation: number) => void
}

/** Keeps one conversation with the cloud going, for as long as the cable is in and nobody stops it. */
export const createLink = (place: LinkPlace) => {
  const { timing, cable, clock, random } = place
  const stop = new AbortController()
  let current: Connection | undefined
  let waiting: (() => void)[] = []

  const open = async (kind: 'socket' | 'https'): Promise<Connection | undefined> => {
    let generation = 0
    const onWelcome = (welcomed: number) => {
      generation = welcomed
    }
    const connection = await connect(kind, { ...place, onWelcome }, stop.signal)
    if (!connection) return undefined
    current = connection
    connection.session.closed.then((reason) => {
      if (current !== connection) return
      current = undefined
      log('info', 'panel disconnected', { serialNumber: place.serialNumber, reason })
    })
    log('info', 'panel connected', { serialNumber: place.serialNumber, transport: kind, generation })
    place.onUp(generation)
    for (const wake of waiting) wake()
    waiting = []
    return connection
  }

  const nextRenewal = () => clock.wall() + timing.renewFromMs + random() * (timing.renewToMs - timing.renewFromMs)

  /** Keeps a connection alive until it ends. Before it is too old a new one takes over, and only then the old one goes. */
  const serve = async (first: Connection): Promise<void> => {
    let connection = first
    let renewAt = nextRenewal()
    while (!(await endsWithin(connection, connection.heartbeatMs() * (0.9 + 0.2 * random())))) {
      const silentMs = clock.wall() - connection.heardAt()
      if (silentMs > 2.5 * connection.heartbeatMs() + timing.answerTimeoutMs) connection.session.close()
      else connection.beat()
      if (connection.session.transport === 'https' || clock.wall() < renewAt) continue
      renewAt = nextRenewal()
      const next = await open('socket')
      if (!next) continue
      connection.session.close()
      connection = next
    }
  }

  const run = async () => {
    for (let failures = 0; ; ) {
      await cable.whenUp(stop.signal)
      if (stop.signal.aborted) return
      const connection = (await open('socket')) ?? (failures + 1 >= socketTries ? await open('https') : undefined)
      // A connection by requests still counts as a failure: when it ends, and the socket fails again, the next follows at once.
      const isFallback = connection?.session.transport === 'https'
      failures = connection && !isFallback ? 0 : failures + 1
      if (connection) await serve(connection)
      if (!cable.isUp()) failures = 0
      const waitMs = isFallback ? 0 : backoffMs(failures, timing.backoffFirstMs, timing.backoffMaximumMs, random())
      await pause(waitMs, AbortSignal.any([cable.signal(), stop.signal]))
    }
  }
  const running = run().catch((thrown) => log('error', 'the link of a panel failed', describeError(thrown)))

  return {
    /** False when there is no connection to say it on. */
    send(message: PanelMessage): boolean {
      current?.session.send(message)
      return current !== undefined
    },
    isConnected: () => current !== undefined,
    transport: () => current?.session.transport ?? 'none',
    /** Ends the connection, so that another one begins with a new `hello`. */
    restart: () => current?.session.close(),
    /** Asks the cloud for what is pending, now. */
    nudge: () => current?.beat(),
    /** Resolves with whether a connection came within `timeoutMs`. */
    whenConnected: (timeoutMs: number): Promise<boolean> =>
      new Promise((resolve) => {
        if (current) return resolve(true)
        const timer = setTimeout(() => resolve(false), timeoutMs)
        waiting.push(() => {
          clearTimeout(timer)
          resolve(true)
        })
      }),
    /** Resolves when there is no connection any more; for when the cable was pulled. */
    async whenDown() {
      await current?.session.closed
    },
    /** Ends everything; resolves when nothing of the link is left. */
    async stop() {
      stop.abort()
      await running
    },
  }
}

/** Waits for the end of a connection, at most so long. */
const endsWithin = async (connection: Connection, durationMs: number): Promise<boolean> => {
  const enough = new AbortController()
  const ended = connection.session.closed.then(() => true)
  const isOver = await Promise.race([ended, pause(durationMs, enough.signal).then(() => false)])
  enough.abort()
  return isOver
}
