import { type Context, Hono } from 'hono'
import { handle } from 'hono/aws-lambda'
import { createMiddleware } from 'hono/factory'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import type { PairingRefused } from '../../shared/domain/devices/panels/errors.ts'
import { pairPanel } from '../../shared/domain/devices/panels/pair.ts'
import type { TooManyGuesses } from '../../shared/domain/identity/guesses/guess.ts'
import { decodeText } from '../../shared/http/body-text.ts'
import type { RequestEnv } from '../../shared/http/env.ts'
import { type GatewayEvent, requestable, sourceOf } from '../../shared/http/gateway-event.ts'
import { withRequestLog } from '../../shared/http/request-log.ts'
import { rangeOf } from '../../shared/lib/ip-address.ts'
import { describeError, log } from '../../shared/lib/log.ts'
import {
  type CloudMessage,
  decodePanelExchange,
  encodeExchange,
  maxExchangeBytes,
  maxMessagesPerExchange,
} from '../../shared/panel-protocol/message.ts'
import { type PairAnswer, PairRequest } from '../../shared/panel-protocol/pairing.ts'
import { keyIdOf } from '../../shared/panel-protocol/signing.ts'
import type { GatewayDeps } from './deps.ts'
import { hear } from './hear.ts'
import { identify } from './identify.ts'
import { onRequest } from './speaker.ts'

/** `text` is the body, once it was read. */
type HttpEnv = { Variables: RequestEnv['Variables'] & { text: string } }

/** `POST /panels/pair`, `POST /panels/messages` and `GET /panels/keys`, as an HTTP API's events ask for them. */
export const httpRoutes = (deps: GatewayDeps) => {
  const app = new Hono<HttpEnv>({ strict: false })
  app.use(withRequestLog(deps.now))
  app.post('/panels/pair', body, (c) => pair(deps, c))
  app.post('/panels/messages', body, (c) => messages(deps, c))
  app.get('/panels/keys', (c) => c.json(deps.keys, 200, { 'Cache-Control': 'public, max-age=300' }))
  app.all('/panels/pair', only('POST'))
  app.all('/panels/messages', only('POST'))
  app.all('/panels/keys', only('GET'))
  app.notFound((c) => refusal(c, 404, `There is no such address: ${c.req.path}`))
  app.onError((thrown, c) => {
    log('error', 'request failed', { path: c.req.path, ...describeError(thrown) })
    return refusal(c, 503, 'The service is unavailable for the moment; try again')
  })
  const answer = handle(app)
  return (event: GatewayEvent) => answer(requestable(event))
}

/** Reads the body by its charset: 413 when it is larger than any exchange, and what `decodeText` refuses. */
const body = createMiddleware<HttpEnv>(async (c, next) => {
  const bytes = new Uint8Array(await c.req.arrayBuffer())
  if (bytes.byteLength > maxExchangeBytes) return refusal(c, 413, `The request body is larger than ${maxExchangeBytes} bytes`)
  const text = decodeText(bytes, c.req.header('content-type') ?? '')
  if (!text.ok) return refusal(c, text.error.status, text.error.message)
  c.set('text', text.value)
  return next()
})

const only = (method: string) => (c: Context) => refusal(c, 405, `Use ${method}`, { Allow: method })

const pair = async (deps: GatewayDeps, c: Context<HttpEnv>) => {
  const claim = parsed(c.var.text)
  if (claim === undefined) return refusal(c, 400, 'The request body is not JSON')
  const asked = PairRequest.safeParse(claim)
  if (!asked.success) {
    const [issue] = asked.error.issues
    // Never the value: it may be the code.
    return refusal(c, 400, `Invalid value for '${issue?.path.map(String).join('.') || 'the body'}': ${issue?.message}`)
  }
  const { serialNumber, pairingCode, publicKey } = asked.data
  const { kty, crv, x } = publicKey
  const proof = { key: { kty, crv, x }, keyId: await keyIdOf(publicKey), from: rangeOf(sourceOf(c.env)) }
  const paired = await pairPanel(deps, { serialNumber, pairingCode, ...proof })
  if (!paired.ok) return notPaired(c, paired.error)
  const { accountId, panelId } = paired.value
  log('info', 'panel paired', { accountId, panelId })
  return c.json({ panelId, socketUrl: deps.socketUrl, keys: deps.keys } satisfies PairAnswer)
}

const notPaired = (c: Context, error: PairingRefused | TooManyGuesses) => {
  if (error.kind === 'pairing_refused') return refusal(c, 403, 'The pairing code is not valid')
  const { retryAfterSeconds } = error
  const message = `Too many wrong pairing codes came from this network; try again in ${retryAfterSeconds} seconds`
  return refusal(c, 429, message, { 'Retry-After': String(retryAfterSeconds) })
}

const messages = async (deps: GatewayDeps, c: Context<HttpEnv>) => {
  const panel = await identify(deps, c.req.header('authorization'))
  if (!panel || !(await deps.connections.use(panel.accountId, panel.panelId, panel.assertion))) return unauthorized(c)
  const decoded = decodePanelExchange(c.var.text)
  if (!decoded.ok) return refusal(c, 400, decoded.error.message)
  const answers: CloudMessage[] = []
  const speaker = await onRequest(deps, panel, answers)
  for (const message of decoded.value) {
    if ((await hear(deps, speaker, message)) === 'unpaired') return unauthorized(c)
  }
  // More than fits waits for the next request: commands and announcements stay pending, and a receipt without its ack comes again.
  return c.body(encodeExchange(answers.slice(0, maxMessagesPerExchange)), 200, { 'Content-Type': 'application/json' })
}

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const refusal = (c: Context, status: ContentfulStatusCode, message: string, headers: Record<string, string> = {}) =>
  c.json({ code: status, message }, status, headers)
const unauthorized = (c: Context) => refusal(c, 401, 'The assertion is not valid', { 'WWW-Authenticate': 'Bearer' })
