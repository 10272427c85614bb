import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { SQSRecord } from 'aws-lambda'
import { type WebSocket, WebSocketServer } from 'ws'
import { changePerson } from '../../functions/config-compiler/change-person.ts'
import { compilePanel } from '../../functions/config-compiler/compile-panel.ts'
import type { GatewayDeps } from '../../functions/panel-gateway/deps.ts'
import { httpRoutes } from '../../functions/panel-gateway/http.ts'
import { socketRoutes } from '../../functions/panel-gateway/socket.ts'
import { type WorkerDeps, workOn, workOnBatch } from '../../functions/panel-worker/work.ts'
import type { FunctionName } from '../../infra/stage.ts'
import { pause } from '../../shared/adapters/pause.ts'
import type { Snapshots } from '../../shared/adapters/snapshots.ts'
import { AccountId, PanelId, UserId } from '../../shared/lib/ids.ts'
import { dependentPanelStore } from '../../shared/storage/access/dependent-panels.ts'
import { ruleSourceStore } from '../../shared/storage/access/rule-sources.ts'
import { guessStore } from '../../shared/storage/identity/guesses.ts'
import { createStores } from '../../shared/storage/stores.ts'
import type { Table } from '../../shared/storage/table/types.ts'
import { policedTable } from '../infra/policed-table.ts'
import { testApi } from './api.ts'
import { newKey } from './gateway.ts'
import { gatewayEvent } from './gateway-event.ts'

type Watched = {
  wrap?: (table: Table, name: FunctionName) => Table
  onFrame?: (from: 'panel' | 'cloud', connectionId: string, text: string) => void
  onAssertion?: (authorization: string) => void
}

/** API Gateway and queues go on when a function fails: the panel says again what was not answered, and a nudge is lost. */
const ignored = () => undefined

/**
 * The API, the gateway, the worker and the compiler on one port, by the clock of this machine, over a table in memory: the cloud
 * as a true panel meets it, without its cloud. Nudges are worked on at once.
 *
 * `wrap` puts something between a function and its table; `onFrame` sees everything that is said on a socket, `onAssertion` every proof
 * of a panel that was believed.
 */
export const serveGateway = async ({ wrap = (table) => table, onFrame, onAssertion }: Watched = {}) => {
  const api = testApi()
  Object.defineProperty(api.clock, 'now', { get: () => Date.now() })
  const cloud = await newKey()
  const sockets = new Map<string, WebSocket>()
  const bodies = new Map<string, Uint8Array>()
  let url = ''
  const snapshots: Snapshots = {
    put: async (accountId, panelId, version, body) => void bodies.set(`/A/${accountId}/${panelId}/${version}`, body),
    url: async (accountId, panelId, version) => `${url}/A/${accountId}/${panelId}/${version}`,
  }
  // Each function is held to the rights that its role has in the cloud.
  const storesOf = (name: FunctionName) => createStores(wrap(policedTable(api.table, name), name))
  const shared: Pick<
    GatewayDeps,
    'now' | 'newUuid' | 'pause' | 'sockets' | 'firmwareFiles' | 'signing' | 'keys' | 'socketUrl'
  > & {
    snapshots: Snapshots
  } = {
    now: () => Date.now(),
    newUuid: randomUUID,
    pause,
    sockets: {
      send: async (connectionId, text) => {
        const socket = sockets.get(connectionId)
        if (socket?.readyState !== socket?.OPEN || !socket) return 'gone'
        onFrame?.('cloud', connectionId, text)
        socket.send(text)
        return 'sent'
      },
      close: async (connectionId) => sockets.get(connectionId)?.close(),
    },
    snapshots,
    firmwareFiles: { url: async (file) => `${url}/${file}` },
    signing: cloud.signing,
    keys: { keys: [cloud.published] },
    socketUrl: '',
  }
  const deps: GatewayDeps = {
    ...storesOf('panel-gateway'),
    guesses: guessStore(policedTable(api.table, 'panel-gateway')),
    ...shared,
  }
  const workerDeps: WorkerDeps = {
    ...storesOf('panel-worker'),
    ...shared,
    panelWork: {
      send: async (messages) => {
        for (const { body, delaySeconds = 0 } of messages) later(delaySeconds * 1_000, body)
        return []
      },
    },
    postureWork: { send: async () => [] },
    pageSize: 500,
  }
  const waiting = new Set<NodeJS.Timeout>()
  const later = (ms: number, body: string) => {
    const timer = setTimeout(() => {
      waiting.delete(timer)
      void workOnBatch(workerDeps, [{ messageId: 'later', body } as SQSRecord])
    }, ms)
    waiting.add(timer)
  }
  const onHttp = httpRoutes(deps)
  const onSocket = socketRoutes(deps)
  const nudge = async (accountId: AccountId, panelId: PanelId) =>
    void (await workOn(workerDeps, accountId, panelId).catch(ignored))
  api.deps.panelWork.nudge = nudge
  api.deps.panelWork.disconnect = async (accountId, panelId, formerConnectionId) => {
    const body = JSON.stringify({ accountId, panelId, formerConnectionId })
    await workOnBatch(workerDeps, [{ messageId: 'former', body } as SQSRecord])
  }
  api.deps.postureWork = {
    nudge,
    nudgeAll: async (accountId, panelIds) => void (await Promise.all(panelIds.map((panelId) => nudge(accountId, panelId)))),
    // whoever reads the changes of the table says so too
    begin: async () => undefined,
  }

  const server = createServer(async (request, response) => {
    const body = bodies.get(request.url ?? '')
    if (body) return response.end(body)
    const text = Buffer.concat(await request.toArray()).toString('utf8')
    const headers = { authorization: request.headers.authorization }
    const answer = await onHttp(gatewayEvent(request.method ?? '', request.url ?? '', { headers, body: text }))
    if (answer.statusCode === 200 && headers.authorization) onAssertion?.(headers.authorization)
    response.writeHead(answer.statusCode, answer.headers).end(answer.body)
  })
  const websockets = new WebSocketServer({ noServer: true })
  let connections = 0
  server.on('upgrade', async (request, socket, head) => {
    connections += 1
    // a panel that loses its power while it connects
    socket.on('error', ignored)
    const connectionId = `c${connections}`
    const about = { connectionId, connectedAt: Date.now() }
    const headers = { Authorization: request.headers.authorization }
    const opening = onSocket({ requestContext: { eventType: 'CONNECT', ...about }, headers })
    const { statusCode } = await opening.catch(() => ({ statusCode: 500 }))
    if (statusCode !== 200) return socket.end(`HTTP/1.1 ${statusCode} Refused\r\nContent-Length: 0\r\n\r\n`)
    if (headers.Authorization) onAssertion?.(headers.Authorization)
    websockets.handleUpgrade(request, socket, head, (opened) => {
      sockets.set(connectionId, opened)
      opened.on('error', ignored)
      opened.on('message', (data) => {
        onFrame?.('panel', connectionId, data.toString())
        onSocket({ requestContext: { eventType: 'MESSAGE', ...about }, body: data.toString() }).catch(ignored)
      })
      opened.on('close', () => {
        sockets.delete(connectionId)
        onSocket({ requestContext: { eventType: 'DISCONNECT', ...about } }).catch(ignored)
      })
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  // A server on a port has an address with a port.
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  deps.socketUrl = url.replace('http', 'ws')

  const rules = ruleSourceStore(policedTable(api.table, 'config-compiler'))
  const compilerDeps = {
    ...storesOf('config-compiler'),
    ...shared,
    ruleSources: rules,
    panelWork: api.deps.panelWork,
    configWork: { send: async () => [] },
    configUrgent: { send: async () => [] },
    dependents: dependentPanelStore(policedTable(api.table, 'config-compiler')),
    pageSize: 500,
  }
  const accountId = AccountId.parse(1)
  return {
    ...api,
    url,
    /** What the cloud signs with. */
    signing: cloud.signing,
    /** Says this on every socket. */
    push: (text: string) => {
      for (const socket of sockets.values()) socket.send(text)
    },
    /** Publishes a file under its path. */
    publish: (file: string, body: Uint8Array) => void bodies.set(`/${file}`, body),
    /** What the stream would lead to. */
    /** Makes a snapshot of a panel's rules as they are now, unless the newest version says that. */
    compile: (panelId: number) =>
      compilePanel(compilerDeps, accountId, PanelId.parse(panelId), { knownAt: Date.now(), revokes: true, whole: true }),
    /** Makes the rules of panels say of a person what is so now. */
    changePerson: (userId: number) => {
      const why = { revokes: true, reasons: ['test'], knownAt: Date.now(), groupIds: [] }
      return changePerson(compilerDeps, { kind: 'person', accountId, userId: UserId.parse(userId), ...why })
    },
    stop: async () => {
      for (const timer of waiting) clearTimeout(timer)
      for (const socket of sockets.values()) socket.terminate()
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
