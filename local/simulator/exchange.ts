import { err, ok, type Result } from '../../shared/lib/result.ts'
import {
  decodeCloudExchange,
  encodeMessage,
  maxExchangeBytes,
  maxMessagesPerExchange,
} from '../../shared/panel-protocol/message.ts'
import { askCloud, type HttpFailure } from './cloud-http.ts'
import { heard, type Session, type SessionPlace } from './session.ts'

const timeIsUp = 'time to try the socket again'
/** Room for the envelope. */
const maxBodyBytes = maxExchangeBytes - 1_024

/**
 * The fallback of a panel that cannot hold a socket: what it has to say goes out by POST, one request after the other, and the
 * answers carry what the cloud has to say. Ends with the first request that fails, and `lifetimeMs` after the first answer, to try the
 * socket again: before that nothing of what the panel has to say could go out.
 */
export const openExchange = (cloudUrl: string, lifetimeMs: number, place: SessionPlace): Session => {
  const outbox: string[] = []
  const over = new AbortController()
  const signal = AbortSignal.any([place.signal, over.signal])
  let isRunning = false
  let isOld = false
  let timer: NodeJS.Timeout | undefined

  const exchange = async (messages: string[]): Promise<Result<undefined, HttpFailure>> => {
    const answer = await askCloud({
      url: `${cloudUrl}/panels/messages`,
      body: `{"messages":[${messages.join(',')}]}`,
      authorization: await place.authorization(),
      signal,
      timeoutMs: place.answerTimeoutMs,
      maxBytes: maxExchangeBytes,
    })
    if (!answer.ok) return answer
    timer ??= setTimeout(age, lifetimeMs)
    const decoded = decodeCloudExchange(answer.value.toString('utf8'))
    if (decoded.ok) for (const message of decoded.value) place.line.receive(encodeMessage(message), (text) => heard(text, place))
    else place.onMalformed(decoded.error.message)
    return ok(undefined)
  }

  const run = async () => {
    isRunning = true
    // What is said in one breath goes in one request.
    await Promise.resolve()
    while (outbox.length > 0 && !signal.aborted && !isOld) {
      const result = await exchange(takeFitting(outbox)).catch(() => err({ kind: 'unreachable' as const, message: 'failed' }))
      if (result.ok) continue
      if (result.error.kind === 'refused' && result.error.cloudAt !== undefined) place.onCloudTime(result.error.cloudAt)
      over.abort(result.error.message)
    }
    isRunning = false
    if (isOld) over.abort(timeIsUp)
  }

  // A request that is under way is waited for: its answer may bring what comes but once.
  const age = () => {
    isOld = true
    if (!isRunning) over.abort(timeIsUp)
  }
  const closed = new Promise<string>((resolve) => {
    const done = () => {
      clearTimeout(timer)
      resolve(String(signal.reason))
    }
    if (signal.aborted) done()
    else signal.addEventListener('abort', done, { once: true })
  })
  return {
    transport: 'https',
    send(message) {
      place.line.send(message, (text) => {
        if (signal.aborted) return
        outbox.push(text)
        if (!isRunning) void run()
      })
    },
    close: () => over.abort('closed'),
    closed,
  }
}

/** Takes as many messages from the front as fit one request. */
const takeFitting = (outbox: string[]): string[] => {
  let bytes = 0
  const count = outbox.findIndex((message, index) => {
    bytes += Buffer.byteLength(message) + 1
    return index > 0 && (index >= maxMessagesPerExchange || bytes > maxBodyBytes)
  })
  return outbox.splice(0, count === -1 ? outbox.length : count)
}
