import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { z } from 'zod'
import type { Presented } from '../../shared/domain/access/decisions/decision.ts'
import { describeError, log } from '../../shared/lib/log.ts'
import { err, ok, type Result } from '../../shared/lib/result.ts'
import { ClockRequest, Fault, LinkRequest, PresentRequest } from './control-requests.ts'
import type { PanelHost } from './host.ts'

const maxBodyBytes = 64 * 1_024
/** Pages of this machine may drive the simulator, and no others. */
const localOrigin = /^https?:\/\/(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/

type Answer = { status: number; body: unknown; headers?: Record<string, string> }

const refuse = (status: number, message: string, headers: Record<string, string> = {}): Answer => ({
  status,
  body: { code: status, message },
  headers,
})

/** What may be asked of one panel: by its path's last part, and by method. The schema is that of the body. */
const actions: Record<string, (host: PanelHost, body: unknown) => Promise<Answer>> = {
  present: (host, body) =>
    withBody(PresentRequest, body, ({ at, accessPointId, side, readerId, kind, encodedCredential, bits, pin }) => {
      const presented: Presented = {
        accessPointId,
        ...(side === undefined ? {} : { side }),
        ...(readerId === undefined ? {} : { readerId }),
        ...(kind === undefined ? {} : { kind }),
        ...(encodedCredential === undefined ? {} : { encodedCredential }),
        ...(bits === undefined ? {} : { bits }),
        ...(pin === undefined ? {} : { pin }),
      }
      return host.present(presented, at)
    }),
  link: (host, body) => withBody(LinkRequest, body, ({ state }) => host.setLink(state)),
  clock: (host, body) => withBody(ClockRequest, body, ({ offsetSeconds }) => host.setClock(offsetSeconds)),
  fault: (host, body) =>
    withBody(Fault, body, async (fault) => {
      await host.commit(fault)
      return host.summary()
    }),
}

/** The simulator's control surface. It listens nowhere yet. */
export const createControl = (hosts: ReadonlyMap<string, PanelHost>): Server =>
  createServer((request, response) => {
    respond(hosts, request)
      .catch((thrown): Answer => {
        log('error', 'a request failed', { url: request.url, ...describeError(thrown) })
        return refuse(503, `The panel could not do it: ${thrown instanceof Error ? thrown.message : 'unknown reason'}`)
      })
      .then((answer) => write(request, response, answer))
  })

const respond = async (hosts: ReadonlyMap<string, PanelHost>, request: IncomingMessage): Promise<Answer> => {
  const { origin } = request.headers
  if (origin !== undefined && !localOrigin.test(origin)) return refuse(403, `Origin: '${origin}' is not a page of this machine`)
  if (request.method === 'OPTIONS') return { status: 204, body: undefined }
  const path = pathOf(request.url ?? '')
  if (!path) return refuse(400, 'The path is not a readable URL')
  const [first, serialNumber, action, ...rest] = path
  if (first === 'health' && path.length === 1) {
    return onlyBy('GET', request) ?? { status: 200, body: { status: 'ok', panels: hosts.size } }
  }
  if (first !== 'panels' || rest.length > 0) return refuse(404, `There is nothing at '/${path.join('/')}'`)
  if (serialNumber === undefined) {
    return onlyBy('GET', request) ?? { status: 200, body: await Promise.all([...hosts.values()].map((host) => host.summary())) }
  }
  const host = hosts.get(serialNumber)
  if (!host) return refuse(404, `serialNumber: there is no panel '${serialNumber}' here`)
  if (action === undefined) return onlyBy('GET', request) ?? { status: 200, body: await host.status() }
  const act = Object.hasOwn(actions, action) ? actions[action] : undefined
  if (!act) return refuse(404, `A panel has no '${action}'`)
  const wrongMethod = onlyBy('POST', request)
  if (wrongMethod) return wrongMethod
  const body = await readJson(request)
  return body.ok ? act(host, body.value) : body.error
}

const onlyBy = (method: string, request: IncomingMessage): Answer | undefined =>
  request.method === method ? undefined : refuse(405, `${request.method} is not possible here, ${method} is`, { Allow: method })

const pathOf = (url: string): string[] | undefined => {
  try {
    return new URL(url, 'http://localhost').pathname.split('/').filter(Boolean).map(decodeURIComponent)
  } catch {
    return undefined
  }
}

const readJson = async (request: IncomingMessage): Promise<Result<unknown, Answer>> => {
  const pieces: Buffer[] = []
  let length = 0
  for await (const piece of request) {
    length += piece.length
    if (length > maxBodyBytes) return err(refuse(413, `The body is over ${maxBodyBytes} bytes`, { Connection: 'close' }))
    pieces.push(piece)
  }
  try {
    return ok(JSON.parse(Buffer.concat(pieces).toString('utf8')))
  } catch {
    return err(refuse(400, 'The body is not JSON'))
  }
}

const withBody = async <Schema extends z.ZodType>(
  schema: Schema,
  body: unknown,
  work: (read: z.infer<Schema>) => Promise<unknown>,
): Promise<Answer> => {
  const parsed = schema.safeParse(body)
  if (parsed.success) return { status: 200, body: await work(parsed.data) }
  const [issue] = parsed.error.issues
  return refuse(400, `${issue?.path.map(String).join('.') || 'The body'}: ${issue?.message}`)
}

const write = (request: IncomingMessage, response: ServerResponse, { status, body, headers }: Answer) => {
  const { origin } = request.headers
  if (origin !== undefined && localOrigin.test(origin)) {
    response.setHeader('Access-Control-Allow-Origin', origin)
    response.setHeader('Access-Control-Allow-Methods', 'GET, POST, OPTIONS')
    response.setHeader('Access-Control-Allow-Headers', 'Content-Type')
    response.setHeader('Access-Control-Max-Age', '600')
  }
  response.setHeader('Vary', 'Origin')
  response.writeHead(status, { 'Content-Type': 'application/json', 'Cache-Control': 'no-store', ...headers })
  response.end(body === undefined ? undefined : JSON.stringify(body))
}
