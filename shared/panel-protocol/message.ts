import { z } from 'zod'
import { err, ok, type Result } from '../lib/result.ts'
import { CommandMessage } from './command.ts'
import { ConfigApplied } from './config-applied.ts'
import { ConfigAvailable } from './config-available.ts'
import { ConfigDeltaMessage } from './config-delta.ts'
import { ErrorMessage } from './error.ts'
import { Events } from './events.ts'
import { EventsAck } from './events-ack.ts'
import { FirmwareAvailable, FirmwareFailed } from './firmware.ts'
import { Heartbeat, HeartbeatAck } from './heartbeat.ts'
import { Hello } from './hello.ts'
import { PostureApplied, PostureMessage } from './posture.ts'
import { ReceiptMessage } from './receipt.ts'
import { ReceiptAck } from './receipt-ack.ts'
import { Status } from './status.ts'
import { Welcome } from './welcome.ts'
import { Work } from './work.ts'

/** UTF-8 bytes of one message, on the socket and inside an exchange: the limit of API Gateway's WebSockets. */
export const maxMessageBytes = 128 * 1_024
/** UTF-8 bytes of the body of `POST /panels/messages`. */
export const maxExchangeBytes = 1_024 * 1_024
export const maxMessagesPerExchange = 64

/** What a panel may say. */
export const PanelMessage = z.discriminatedUnion('type', [
  Hello,
  Heartbeat,
  ConfigApplied,
  PostureApplied,
  FirmwareFailed,
  ReceiptMessage,
  Events,
  Status,
])
export type PanelMessage = z.infer<typeof PanelMessage>

/** What the cloud may say. */
export const CloudMessage = z.discriminatedUnion('type', [
  Welcome,
  HeartbeatAck,
  ConfigAvailable,
  ConfigDeltaMessage,
  PostureMessage,
  FirmwareAvailable,
  CommandMessage,
  EventsAck,
  ReceiptAck,
  Work,
  ErrorMessage,
])
export type CloudMessage = z.infer<typeof CloudMessage>

/** `message` names the field that is wrong, never its value: it may be a card number. */
export type MalformedMessage = { kind: 'malformed_message'; message: string }

/** Reads what a panel sent over the socket. Never throws, whatever the text. */
export const decodePanelMessage = (text: string): Result<PanelMessage, MalformedMessage> =>
  decode(PanelMessage, text, maxMessageBytes)

/** Reads what the cloud sent over the socket. Never throws, whatever the text. */
export const decodeCloudMessage = (text: string): Result<CloudMessage, MalformedMessage> =>
  decode(CloudMessage, text, maxMessageBytes)

/** Reads the body of `POST /panels/messages`: what a panel without a socket says, in order. */
export const decodePanelExchange = (text: string): Result<PanelMessage[], MalformedMessage> =>
  messagesOf(decode(PanelExchange, text, maxExchangeBytes))

/** Reads the answer of `POST /panels/messages`: everything that the cloud has to say now, in order. */
export const decodeCloudExchange = (text: string): Result<CloudMessage[], MalformedMessage> =>
  messagesOf(decode(CloudExchange, text, maxExchangeBytes))

/** The text of one message for the socket. Throws when it is over the limit: the sender must have made smaller batches. */
export const encodeMessage = (message: PanelMessage | CloudMessage): string =>
  withinLimit(JSON.stringify(message), maxMessageBytes, message.type)

/** The body of an exchange, either way. Throws when it is over the limit. */
export const encodeExchange = (messages: readonly (PanelMessage | CloudMessage)[]): string =>
  withinLimit(JSON.stringify({ messages }), maxExchangeBytes, 'exchange')

const PanelExchange = z.object({ messages: z.array(PanelMessage).max(maxMessagesPerExchange) })
const CloudExchange = z.object({ messages: z.array(CloudMessage).max(maxMessagesPerExchange) })

const messagesOf = <T>(decoded: Result<{ messages: T[] }, MalformedMessage>): Result<T[], MalformedMessage> =>
  decoded.ok ? ok(decoded.value.messages) : decoded

const decode = <Schema extends z.ZodType>(
  schema: Schema,
  text: string,
  limit: number,
): Result<z.infer<Schema>, MalformedMessage> => {
  if (text.length > limit || Buffer.byteLength(text) > limit) return malformed(`is over ${limit} bytes`)
  const json = parseJson(text)
  if (!json.ok) return json
  const parsed = schema.safeParse(json.value)
  return parsed.success ? ok(parsed.data) : malformed(describe(parsed.error))
}

const parseJson = (text: string): Result<unknown, MalformedMessage> => {
  try {
    return ok(JSON.parse(text))
  } catch {
    return malformed('is not JSON')
  }
}

const describe = (error: z.ZodError) => {
  const [issue] = error.issues
  const field = issue?.path.map(String).join('.')
  return `${field ? `${field}: ` : ''}${issue?.message ?? 'is wrong'}`
}

const malformed = (why: string): Result<never, MalformedMessage> =>
  err({ kind: 'malformed_message', message: `The message is malformed: ${why}`.slice(0, 1_000) })

const withinLimit = (text: string, limit: number, what: string) => {
  const bytes = Buffer.byteLength(text)
  if (bytes > limit) throw new RangeError(`A panel message '${what}' of ${bytes} bytes is over the limit of ${limit}`)
  return text
}
