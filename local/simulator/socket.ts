import WebSocket from 'ws'
import { maxMessageBytes } from '../../shared/panel-protocol/message.ts'
import { refusal } from './cloud-http.ts'
import { heard, type Session, type SessionPlace } from './session.ts'

/** How long the cloud may take to agree that the session is over, before the connection is simply cut. */
const closeGraceMs = 500

/** Dials the cloud's WebSocket; resolves when it is open, with undefined when it cannot be had. */
export const dialSocket = async (url: string, place: SessionPlace): Promise<Session | undefined> => {
  const socket = new WebSocket(url, {
    headers: { Authorization: await place.authorization() },
    handshakeTimeout: place.answerTimeoutMs,
    maxPayload: maxMessageBytes,
    perMessageDeflate: false,
  })
  socket.on('message', (data) => place.line.receive(data.toString(), (text) => heard(text, place)))
  const closed = closing(socket, place.signal)
  return new Promise((resolve) => {
    socket.once('open', () => resolve(sessionOf(socket, closed, place)))
    socket.once('unexpected-response', (_request, response) => {
      const { cloudAt } = refusal(response.statusCode ?? 0, response.headers.date, '')
      if (cloudAt !== undefined) place.onCloudTime(cloudAt)
      socket.terminate()
    })
    closed.then(() => resolve(undefined))
  })
}

/** The longest frame that the cloud's network takes: it closes a connection with a longer one by 1009. */
const maxFrameBytes = 32 * 1_024

/** A message as the frames that it is sent in: one, or several of a long one, of which the last says that it is. */
export const framesOf = (text: string): { bytes: Buffer; isLast: boolean }[] => {
  const bytes = Buffer.from(text)
  const count = Math.max(1, Math.ceil(bytes.length / maxFrameBytes))
  return Array.from({ length: count }, (_, index) => ({
    bytes: bytes.subarray(index * maxFrameBytes, (index + 1) * maxFrameBytes),
    isLast: index === count - 1,
  }))
}

const sessionOf = (socket: WebSocket, closed: Promise<string>, { line }: SessionPlace): Session => ({
  transport: 'socket',
  // A message that cannot be sent is as good as lost with the connection, which `closed` reports.
  send: (message) =>
    line.send(message, (text) => {
      if (socket.readyState !== WebSocket.OPEN) return
      for (const { bytes, isLast } of framesOf(text)) socket.send(bytes, { binary: false, fin: isLast }, () => undefined)
    }),
  close: () => closeSoon(socket),
  closed,
})

/** Resolves when the socket is closed, with the reason. Pulling the cable (`signal`) closes it. */
const closing = (socket: WebSocket, signal: AbortSignal): Promise<string> =>
  new Promise((resolve) => {
    let failure: string | undefined
    const onAbort = () => closeSoon(socket)
    signal.addEventListener('abort', onAbort)
    if (signal.aborted) onAbort()
    // 'close' follows every 'error'.
    socket.on('error', (error) => {
      failure = error.message
    })
    socket.once('close', (code, reason) => {
      signal.removeEventListener('abort', onAbort)
      resolve(failure ?? `closed with ${code} ${reason.toString()}`.trim())
    })
  })

const closeSoon = (socket: WebSocket) => {
  socket.close(1000)
  const cut = setTimeout(() => socket.terminate(), closeGraceMs)
  socket.once('close', () => clearTimeout(cut))
}
