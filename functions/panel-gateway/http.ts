import { pairPanel } from '../../shared/domain/devices/panels/pair.ts'
import { decodeText } from '../../shared/http/body-text.ts'
import type { GatewayEvent } from '../../shared/http/gateway-event.ts'
import { describeError, log } from '../../shared/lib/log.ts'
import {
  type CloudMessage,
  decodePanelExchange,
  encodeExchange,
  maximumExchangeBytes,
  maximumMessagesPerExchange,
} from '../../shared/panel-protocol/message.ts'
import { type PairAnswer, PairRequest } from '../../shared/panel-protocol/pairing.ts'
import { keyIdOf } from '../../shared/panel-protocol/signing.ts'
import type { GatewayDeps } from './deps.ts'
import { hear } from './hear.ts'
import { identify } from './identify.ts'
import { onRequest } from './speaker.ts'

/** Of an HTTP API's event, what is looked at here. */
export type HttpEvent = Pick<GatewayEvent, 'rawPath' | 'headers' | 'body' | 'isBase64Encoded'> & {
  requestContext: { http: { method: string } }
}
export type HttpAnswer = { statusCode: number; headers: Record<string, string>; body: string }

/** `POST /panels/pair`, `POST /panels/messages` and `GET /panels/keys`. */
export const httpRoutes = (deps: GatewayDeps) => {
  const routes: Record<string, { method: string; answer: (event: HttpEvent, text: string) => Promise<HttpAnswer> }> = {
    '/panels/pair': { method: 'POST', answer: (_, text) => pair(deps, text) },
    '/panels/messages': { method: 'POST', answer: (event, text) => messages(deps, event, text) },
    '/panels/keys': {
      method: 'GET',
      answer: async () => answer(200, JSON.stringify(deps.keys), { 'Cache-Control': 'public, max-age=300' }),
    },
  }
  return async (event: HttpEvent): Promise<HttpAnswer> => {
    const { method } = event.requestContext.http
    const route = routes[event.rawPath.replace(/\/$/, '')]
    if (!route) return refusal(404, `There is no such address: ${event.rawPath}`)
    if (route.method !== method) return refusal(405, `Use ${route.method}`, { Allow: route.method })
    const bytes = Buffer.from(event.body ?? '', event.isBase64Encoded ? 'base64' : 'utf8')
    if (bytes.byteLength > maximumExchangeBytes) {
      return refusal(413, `The request body is larger than ${maximumExchangeBytes} bytes`)
    }
    const text = decodeText(bytes, event.headers['content-type'] ?? '')
    if (!text.ok) return refusal(text.error.status, text.error.message)
    try {
      return await route.answer(event, text.value)
    } catch (thrown) {
      log('error', 'request failed', { path: event.rawPath, ...describeError(thrown) })
      return refusal(503, 'The service is unavailable for the moment; try again')
    }
  }
}

const pair = async (deps: GatewayDeps, text: string): Promise<HttpAnswer> => {
  const asked = PairRequest.safeParse(parsed(text))
  if (!asked.success) {
    const [issue] = asked.error.issues
    // Never the value: it may be the code.
    return refusal(400, `Invalid value for '${issue?.path.map(String).join('.') || 'the body'}': ${issue?.message}`)
  }
  const { serialNumber, pairingCode, publicKey } = asked.data
  const { kty, crv, x } = publicKey
  const paired = await pairPanel(deps, { serialNumber, pairingCode, key: { kty, crv, x }, keyId: await keyIdOf(publicKey) })
  if (!paired.ok) return refusal(403, 'The pairing code is not valid')
  const { accountId, panelId } = paired.value
  log('info', 'panel paired', { accountId, panelId })
  const answered: PairAnswer = { panelId, socketUrl: deps.socketUrl, keys: deps.keys }
  return answer(200, JSON.stringify(answered))
}

const messages = async (deps: GatewayDeps, { headers }: HttpEvent, text: string): Promise<HttpAnswer> => {
  const panel = await identify(deps, headers.authorization)
  if (!panel || !(await deps.connections.use(panel.accountId, panel.panelId, panel.assertion))) return unauthorized()
  const decoded = decodePanelExchange(text)
  if (!decoded.ok) return refusal(400, decoded.error.message)
  const answers: CloudMessage[] = []
  const speaker = await onRequest(deps, panel, answers)
  for (const message of decoded.value) {
    if ((await hear(deps, speaker, message)) === 'unpaired') return unauthorized()
  }
  // More than fits waits for the next request: commands and announcements stay pending, and a receipt without its ack comes again.
  return answer(200, encodeExchange(answers.slice(0, maximumMessagesPerExchange)))
}

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const answer = (statusCode: number, body: string, headers: Record<string, string> = {}): HttpAnswer => ({
  statusCode,
  headers: { 'Content-Type': 'application/json', ...headers },
  body,
})
const refusal = (status: number, message: string, headers: Record<string, string> = {}): HttpAnswer =>
  answer(status, JSON.stringify({ code: status, message }), headers)
const unauthorized = () => refusal(401, 'The assertion is not valid', { 'WWW-Authenticate': 'Bearer' })
