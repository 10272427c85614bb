import type { Server } from 'node:http'
import { createAdaptorServer } from '@hono/node-server'
import { type Context, Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { cors } from 'hono/cors'
import type { z } from 'zod'
import type { Presented } from '../../shared/domain/access/decisions/decision.ts'
import { describeError, log } from '../../shared/lib/log.ts'
import { err, ok, type Result } from '../../shared/lib/result.ts'
import {
  ClockRequest,
  DoorRequest,
  ExitRequest,
  Fault,
  InputRequest,
  LinkRequest,
  PresentRequest,
  PrivacyRequest,
} from './control-requests.ts'
import type { PanelHost } from './host.ts'

const maxBodyBytes = 64 * 1_024
/** Pages of this machine may drive the simulator, and no others. */
const localOrigin = /^https?:\/\/(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/

const refuse = (c: Context, status: 400 | 403 | 404 | 405 | 413 | 503, message: string) =>
  c.json({ code: status, message }, status)

type Act = (c: Context, host: PanelHost) => Promise<Response>

/** The body, once it fits the schema; else the answer that says what is wrong with it. */
const bodyOf = async <Schema extends z.ZodType>(schema: Schema, c: Context): Promise<Result<z.infer<Schema>, Response>> => {
  const body = jsonOf(await c.req.text())
  if (body === undefined) return err(refuse(c, 400, 'The body is not JSON'))
  const parsed = schema.safeParse(body)
  if (parsed.success) return ok(parsed.data)
  const [issue] = parsed.error.issues
  return err(refuse(c, 400, `${issue?.path.map(String).join('.') || 'The body'}: ${issue?.message}`))
}

/** Does what the body asks for, and answers with what came of it. */
const withBody =
  <Schema extends z.ZodType>(schema: Schema, work: (host: PanelHost, asked: z.infer<Schema>) => Promise<unknown>): Act =>
  async (c, host) => {
    const asked = await bodyOf(schema, c)
    return asked.ok ? c.json(await work(host, asked.value)) : asked.error
  }

/** Does something at a door; `act` answers whether the panel has one of that id where it can be done. */
const atDoor =
  <Schema extends z.ZodType>(schema: Schema, act: (host: PanelHost, asked: z.infer<Schema>) => Promise<boolean>): Act =>
  async (c, host) => {
    const asked = await bodyOf(schema, c)
    if (!asked.ok) return asked.error
    const isDone = await act(host, asked.value)
    return isDone ? c.json(await host.summary()) : refuse(c, 400, 'accessPointId: no door of this panel where this can be done')
  }

const jsonOf = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** What may be asked of one panel, by the last part of the path. */
const actions: Readonly<Record<string, Act>> = {
  present: withBody(PresentRequest, (host, { at, accessPointId, side, readerId, kind, encodedCredential, bits, pin }) => {
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
  privacy: atDoor(PrivacyRequest, (host, { accessPointId, on }) => host.setPrivacy(accessPointId, on)),
  door: atDoor(DoorRequest, (host, { accessPointId, open }) => host.setDoor(accessPointId, open)),
  exit: atDoor(ExitRequest, (host, { accessPointId }) => host.requestExit(accessPointId)),
  input: withBody(InputRequest, async (host, { input, on }) => {
    await host.setInput(input, on)
    return host.summary()
  }),
  link: withBody(LinkRequest, (host, { state }) => host.setLink(state)),
  clock: withBody(ClockRequest, (host, { offsetSeconds }) => host.setClock(offsetSeconds)),
  fault: withBody(Fault, async (host, fault) => {
    await host.commit(fault)
    return host.summary()
  }),
}

/** Answers one method at a path, and any other there with 405. */
const only = (app: Hono, method: 'GET' | 'POST', path: string, answer: (c: Context) => Promise<Response>) => {
  app.on(method, path, answer)
  app.all(path, (c) => {
    c.header('Allow', method)
    return refuse(c, 405, `${c.req.method} is not possible here, ${method} is`)
  })
}

const controlApp = (hosts: ReadonlyMap<string, PanelHost>): Hono => {
  const app = new Hono({ strict: false })
  app.use(async (c, next) => {
    const origin = c.req.header('origin')
    if (origin !== undefined && !localOrigin.test(origin))
      return refuse(c, 403, `Origin: '${origin}' is not a page of this machine`)
    c.header('Cache-Control', 'no-store')
    return next()
  })
  app.use(cors({ origin: (origin) => origin, allowMethods: ['GET', 'POST'], allowHeaders: ['Content-Type'], maxAge: 600 }))
  app.use(bodyLimit({ maxSize: maxBodyBytes, onError: (c) => refuse(c, 413, `The body is over ${maxBodyBytes} bytes`) }))

  const panel = (c: Context, then: (host: PanelHost) => Promise<Response>) => {
    const serialNumber = c.req.param('serialNumber') ?? ''
    const host = hosts.get(serialNumber)
    return host ? then(host) : Promise.resolve(refuse(c, 404, `serialNumber: there is no panel '${serialNumber}' here`))
  }
  only(app, 'GET', '/health', async (c) => c.json({ status: 'ok', panels: hosts.size }))
  only(app, 'GET', '/panels', async (c) => c.json(await Promise.all([...hosts.values()].map((host) => host.summary()))))
  only(app, 'GET', '/panels/:serialNumber', (c) => panel(c, async (host) => c.json(await host.status())))
  for (const [action, act] of Object.entries(actions))
    only(app, 'POST', `/panels/:serialNumber/${action}`, (c) => panel(c, (host) => act(c, host)))

  app.notFound((c) => refuse(c, 404, `There is nothing at '${c.req.path}'`))
  app.onError((thrown, c) => {
    log('error', 'a request failed', { url: c.req.url, ...describeError(thrown) })
    return refuse(c, 503, `The panel could not do it: ${thrown.message || 'unknown reason'}`)
  })
  return app
}

/** The simulator's control surface. It listens nowhere yet. */
export const createControl = (hosts: ReadonlyMap<string, PanelHost>): Server =>
  // Without options for HTTP/2 the adapter makes a server of node:http.
  createAdaptorServer({ fetch: controlApp(hosts).fetch }) as Server
