import { setTimeout as pause } from 'node:timers/promises'
import WebSocket from 'ws'

export type Message = { type: string; [member: string]: unknown }
export type Backoff = { first: number; maximum: number }

/** Waits before another try, with full jitter: chapter "Socket" of docs/panel-protocol.md. */
export const waitBefore = async (attempt: number, { first, maximum }: Backoff, signal: AbortSignal): Promise<void> => {
  const span = Math.min(maximum, first * 2 ** Math.min(attempt, 30))
  await pause(span * (0.1 + 0.9 * Math.random()), undefined, { signal }).catch(() => undefined)
}

type Place = {
  socketUrl: string
  backoff: Backoff
  stopped: AbortSignal
  authorization: () => Promise<string>
  hello: () => Message
  /** The cloud answered the hello that was sent at `sentAt`. */
  onWelcome: (welcome: Message, sentAt: number) => void
  /** A refusal said what time it is. */
  onRefused: (date: string | undefined) => void
  onMessage: (message: Message) => void
  /** A new connection carries from now on what is said. */
  onUp: () => void
  beat: () => void
}
type Connection = { socket: WebSocket; heartbeatMs: number }

/** Keeps one connection to the cloud, for as long as nobody stops it. */
export const openLink = (place: Place) => {
  const { stopped } = place
  let current: WebSocket | undefined

  const serve = async (first: Connection) => {
    let { socket, heartbeatMs } = first
    const nextRenewal = () => performance.now() + (100 + 15 * Math.random()) * 60_000
    let renewAt = nextRenewal()
    const use = () => {
      current = socket
      place.onUp()
    }
    use()
    while (await staysOpen(socket, heartbeatMs * (0.9 + 0.2 * Math.random()), stopped)) {
      place.beat()
      if (performance.now() < renewAt) continue
      renewAt = nextRenewal()
      const next = await dial(place)
      if (!next) continue
      socket.close(1000)
      ;({ socket, heartbeatMs } = next)
      use()
    }
    socket.terminate()
    current = undefined
  }
  const run = async () => {
    for (let failures = 0; !stopped.aborted; ) {
      const connection = await dial(place).catch(() => undefined)
      failures = connection ? 0 : failures + 1
      if (connection) await serve(connection)
      await waitBefore(failures, place.backoff, stopped)
    }
  }
  const running = run()
  return {
    isConnected: () => current !== undefined,
    /** What cannot be said is said again in the next connection, where it matters. */
    say(message: Message) {
      if (current?.readyState === WebSocket.OPEN) current.send(JSON.stringify(message))
    },
    whenStopped: () => running,
  }
}

/** Opens a socket and says hello; undefined when the cloud did not say welcome. */
const dial = async (place: Place): Promise<Connection | undefined> => {
  const headers = { Authorization: await place.authorization() }
  const socket = new WebSocket(place.socketUrl, { headers, handshakeTimeout: 10_000, perMessageDeflate: false })
  let sentAt = 0
  return new Promise((resolve) => {
    const giveUp = () => socket.terminate()
    const late = setTimeout(giveUp, 20_000)
    place.stopped.addEventListener('abort', giveUp, { once: true })
    socket.on('open', () => {
      sentAt = Date.now()
      socket.send(JSON.stringify(place.hello()))
    })
    socket.on('message', (data) => {
      const message = JSON.parse(data.toString()) as Message
      if (message.type !== 'welcome') return place.onMessage(message)
      clearTimeout(late)
      place.onWelcome(message, sentAt)
      resolve({ socket, heartbeatMs: Number(message.heartbeatSeconds) * 1_000 })
    })
    socket.on('unexpected-response', (_request, { headers: { date } }) => {
      place.onRefused(date)
      socket.terminate()
    })
    // 'close' follows every 'error'
    socket.on('error', () => undefined)
    socket.on('close', () => {
      clearTimeout(late)
      place.stopped.removeEventListener('abort', giveUp)
      resolve(undefined)
    })
  })
}

/** Waits, and says whether the connection is still there. */
const staysOpen = async (socket: WebSocket, ms: number, stopped: AbortSignal): Promise<boolean> => {
  const closed = new AbortController()
  const onClose = () => closed.abort()
  socket.once('close', onClose)
  await pause(ms, undefined, { signal: AbortSignal.any([closed.signal, stopped]) }).catch(() => undefined)
  socket.off('close', onClose)
  return socket.readyState === WebSocket.OPEN && !stopped.aborted
}
