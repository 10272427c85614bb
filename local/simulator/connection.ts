import type { Instant } from '../../shared/lib/clock.ts'
import { log } from '../../shared/lib/log.ts'
import type { Heartbeat } from '../../shared/panel-protocol/heartbeat.ts'
import type { Hello } from '../../shared/panel-protocol/hello.ts'
import type { CloudMessage } from '../../shared/panel-protocol/message.ts'
import type { Cable } from './cable.ts'
import type { PanelClock } from './clock.ts'
import { openExchange } from './exchange.ts'
import type { Line } from './line.ts'
import type { Session, SessionPlace } from './session.ts'
import type { Timing } from './settings.ts'
import { dialSocket } from './socket.ts'

export type ConnectionPlace = {
  serialNumber: string
  cloudUrl: string
  socketUrl: string
  timing: Timing
  cable: Cable
  line: Line
  clock: PanelClock
  /** A fresh assertion; `Authorization: Bearer` goes before it. */
  assertion: () => Promise<string>
  /** True while the tester keeps the panel from holding a socket. */
  isSocketBlocked: () => boolean
  hello: () => Hello
  /** What to say at a heartbeat. */
  heartbeat: () => Heartbeat
  onWelcome: (generation: number) => void
  /** Every message but `welcome`, `heartbeat.ack` and `work`, which are the connection's own. */
  onMessage: (message: CloudMessage) => void
}

/** One session that the cloud welcomed. */
export type Connection = {
  session: Session
  /** How often the cloud wants to hear from this panel. */
  heartbeatMs: () => number
  heardAt: () => Instant
  beat: () => void
}

/** Opens a session, says hello, and waits for the welcome. Undefined when any of it failed, or `stopped` came first. */
export const connect = async (
  kind: Session['transport'],
  place: ConnectionPlace,
  stopped: AbortSignal,
): Promise<Connection | undefined> => {
  const { clock, timing } = place
  let onMessage: (message: CloudMessage) => void = () => undefined
  const session = await openSession(kind, place, stopped, (message) => onMessage(message))
  if (!session) return undefined

  const heartbeatsSentAt: Instant[] = []
  const helloSentAt = clock.wall()
  let heardAt = helloSentAt
  let heartbeatMs = timing.pollMs
  const beat = () => {
    const sentAt = clock.wall()
    // One that was never answered must not take the next one's answer.
    while (sentAt - (heartbeatsSentAt[0] ?? sentAt) > timing.answerTimeoutMs) heartbeatsSentAt.shift()
    heartbeatsSentAt.push(sentAt)
    session.send(place.heartbeat())
  }
  const welcomed = new Promise<boolean>((resolve) => {
    onMessage = (message) => {
      heardAt = clock.wall()
      if (message.type === 'welcome') {
        clock.learn(message.now, helloSentAt)
        if (kind === 'socket') heartbeatMs = message.heartbeatSeconds * 1_000
        place.onWelcome(message.generation)
        resolve(true)
      } else if (message.type === 'heartbeat.ack') {
        const sentAt = heartbeatsSentAt.shift()
        if (sentAt !== undefined) clock.learn(message.now, sentAt)
      } else if (message.type === 'work') beat()
      else place.onMessage(message)
    }
    session.closed.then(() => resolve(false))
  })
  const giveUp = setTimeout(() => session.close(), timing.answerTimeoutMs)
  session.send(place.hello())
  const isWelcome = await welcomed
  clearTimeout(giveUp)
  return isWelcome ? { session, heartbeatMs: () => heartbeatMs, heardAt: () => heardAt, beat } : undefined
}

const openSession = async (
  kind: Session['transport'],
  place: ConnectionPlace,
  stopped: AbortSignal,
  onMessage: (message: CloudMessage) => void,
): Promise<Session | undefined> => {
  const { serialNumber, timing } = place
  const sessionPlace: SessionPlace = {
    line: place.line,
    authorization: async () => `Bearer ${await place.assertion()}`,
    onMessage,
    onCloudTime: place.clock.learnCoarsely,
    onMalformed: (reason) => log('warn', 'malformed message from the cloud', { serialNumber, reason }),
    signal: AbortSignal.any([place.cable.signal(), stopped]),
    answerTimeoutMs: timing.answerTimeoutMs,
  }
  if (kind === 'https') return openExchange(place.cloudUrl, timing.socketRetryMs, sessionPlace)
  if (place.isSocketBlocked()) return undefined
  return dialSocket(place.socketUrl, sessionPlace)
}
