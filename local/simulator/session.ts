import type { Instant } from '../../shared/lib/clock.ts'
import { type CloudMessage, decodeCloudMessage, type PanelMessage } from '../../shared/panel-protocol/message.ts'
import type { Line } from './line.ts'

/** One conversation with the cloud, over a socket or by requests that follow each other. */
export type Session = {
  transport: 'socket' | 'https'
  /** Says it, or drops it when the session is over; whatever matters is said again in the next session. */
  send: (message: PanelMessage) => void
  /** Ends the session in good order; `closed` resolves a little later. */
  close: () => void
  /** Resolves when the session is over, whoever ended it, with the reason. */
  closed: Promise<string>
}

/** What a session needs, whatever carries it. `signal` ends it at once. */
export type SessionPlace = {
  /** Every frame goes over it, either way. */
  line: Line
  /** `Bearer` and a fresh assertion. */
  authorization: () => Promise<string>
  onMessage: (message: CloudMessage) => void
  /** A refusal said what time it is at the cloud. A clock that is far off makes assertions that nobody believes. */
  onCloudTime: (cloudAt: Instant) => void
  /** A text came that is no message of the cloud. */
  onMalformed: (why: string) => void
  signal: AbortSignal
  answerTimeoutMs: number
}

/** Takes one frame, unless the panel is off by now. */
export const heard = (text: string, { onMessage, onMalformed, signal }: SessionPlace) => {
  if (signal.aborted) return
  const decoded = decodeCloudMessage(text)
  if (decoded.ok) onMessage(decoded.value)
  else onMalformed(decoded.error.message)
}
