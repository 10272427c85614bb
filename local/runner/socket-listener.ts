import { randomBytes, randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, STATUS_CODES } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocketServer } from 'ws'
import type { Connection } from './connection.ts'
import { connectionsApi } from './connections-api.ts'
import type { SocketRoutes } from './socket-routes.ts'

/** API Gateway's limits of a WebSocket: a message's size, an idle connection's life, any connection's life. */
const maxMessageBytes = 128 * 1024
const idleMs = 10 * 60_000
const lifeMs = 2 * 3_600_000

const headersOf = (request: IncomingMessage) => {
  const single: Record<string, string> = {}
  const multi: Record<string, string[]> = {}
  for (const [name, values] of Object.entries(request.headersDistinct)) {
    if (!values) continue
    multi[name] = values
    single[name] = values.at(-1) ?? ''
  }
  return { headers: single, multiValueHeaders: multi }
}

const refuseUpgrade = (socket: Duplex, status: number): void => {
  const body = JSON.stringify({ message: STATUS_CODES[status] ?? 'Error', connectionId: '', requestId: randomUUID() })
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? 'Error'}\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
  )
}

type Listening = { readonly server: Server; readonly stop: () => Promise<void> }

/** Listens as an API Gateway WebSocket API does, with its management API (`/<stage>/@connections/<id>`) on the same port. */
export const listenSockets = async (port: number, { stage, selection, routes }: SocketRoutes): Promise<Listening> => {
  const connections = new Map<string, Connection>()
  const context = (connection: Omit<Connection, 'socket' | 'lastActiveAt'>, routeKey: string, eventType: string) => ({
    routeKey,
    eventType,
    messageDirection: 'IN',
    ...(eventType === 'MESSAGE' && { messageId: randomBytes(9).toString('base64url') }),
    connectionId: connection.id,
    connectedAt: connection.connectedAt,
    requestTimeEpoch: Date.now(),
    requestId: randomUUID(),
    extendedRequestId: randomUUID(),
    stage,
    domainName: `127.0.0.1:${port}`,
    apiId: 'local',
    identity: { sourceIp: connection.sourceIp, userAgent: connection.userAgent },
  })

  /** `$request.body.action` picks a route by a field of the message; what does not pick one goes to `$default`. */
  const routeOf = (text: string): string => {
    try {
      const field = selection.replace('$request.body.', '')
      const key = (JSON.parse(text) as Record<string, unknown>)[field]
      if (typeof key === 'string' && !key.startsWith('$') && routes.has(key)) return key
    } catch {
      // Not JSON, or null: the default route reads it.
    }
    return '$default'
  }

  const onMessage = async (connection: Connection, data: Buffer, isBinary: boolean): Promise<void> => {
    connection.lastActiveAt = Date.now()
    if (isBinary) return connection.socket.close(1003, 'Binary is not supported')
    const body = data.toString()
    const routeKey = routeOf(body)
    const host = routes.get(routeKey)
    const requestContext = context(connection, routeKey, 'MESSAGE')
    const invoked = host && (await host.invoke({ requestContext, body, isBase64Encoded: false }))
    if (!invoked?.ok) {
      const message = host ? 'Internal server error' : 'Forbidden'
      connection.socket.send(JSON.stringify({ message, connectionId: connection.id, requestId: requestContext.requestId }))
    }
  }

  const onClose = (connection: Connection, code: number, reason: Buffer): void => {
    connections.delete(connection.id)
    const requestContext = {
      ...context(connection, '$disconnect', 'DISCONNECT'),
      disconnectStatusCode: code,
      disconnectReason: reason.toString(),
    }
    void routes.get('$disconnect')?.invoke({ requestContext, headers: {}, multiValueHeaders: {}, isBase64Encoded: false })
  }

  const sockets = new WebSocketServer({ noServer: true, maxPayload: maxMessageBytes })
  const server = createServer(connectionsApi(stage, connections))

  const accept = (request: IncomingMessage, socket: Duplex, head: Buffer, id: string, connectedAt: number): void =>
    sockets.handleUpgrade(request, socket, head, (open) => {
      const sourceIp = request.socket.remoteAddress ?? '127.0.0.1'
      const userAgent = request.headers['user-agent'] ?? ''
      const connection: Connection = { id, socket: open, connectedAt, lastActiveAt: connectedAt, sourceIp, userAgent }
      connections.set(id, connection)
      open.on('message', (data, isBinary) => void onMessage(connection, data as Buffer, isBinary))
      open.on('close', (code, reason) => onClose(connection, code, reason))
      // A broken frame or a message over the limit: `ws` closes with 1002, 1007 or 1009, and 'close' follows.
      open.on('error', () => undefined)
    })

  const onUpgrade = async (request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> => {
    socket.on('error', () => socket.destroy())
    const url = new URL(request.url ?? '/', 'http://local')
    if (url.pathname.replace(/\/$/, '') !== `/${stage}`) return refuseUpgrade(socket, 403)
    // API Gateway's ids are base64 of some bytes and end in `=`, so whoever puts one in a path must encode it.
    const id = `${randomBytes(11).toString('base64url')}=`
    const connectedAt = Date.now()
    const host = routes.get('$connect')
    if (host) {
      const sourceIp = request.socket.remoteAddress ?? '127.0.0.1'
      const userAgent = request.headers['user-agent'] ?? ''
      const query = Object.fromEntries(url.searchParams)
      const invoked = await host.invoke({
        ...headersOf(request),
        ...(url.search && { queryStringParameters: query }),
        requestContext: context({ id, connectedAt, sourceIp, userAgent }, '$connect', 'CONNECT'),
        isBase64Encoded: false,
      })
      const status = invoked.ok ? Number((invoked.value as { statusCode?: number } | null)?.statusCode ?? 500) : 500
      if (status < 200 || status > 299) return refuseUpgrade(socket, status)
    }
    accept(request, socket, head, id, connectedAt)
  }
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    onUpgrade(request, socket, head).catch(() => refuseUpgrade(socket, 500))
  })

  const sweep = setInterval(() => {
    const now = Date.now()
    for (const { socket, lastActiveAt, connectedAt } of connections.values())
      if (now - lastActiveAt > idleMs || now - connectedAt > lifeMs) socket.close(1001, 'Going away')
  }, 30_000)
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
  const stop = async () => {
    clearInterval(sweep)
    for (const { socket } of connections.values()) socket.terminate()
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }
  return { server, stop }
}
