import type { IncomingMessage, ServerResponse } from 'node:http'
import { WebSocket } from 'ws'
import type { Connection } from './connection.ts'

const maxMessageBytes = 128 * 1024

const fail = (response: ServerResponse, status: number, kind: string, message: string): void => {
  response
    .writeHead(status, { 'content-type': 'application/json', 'x-amzn-errortype': kind })
    .end(JSON.stringify({ message, __type: kind }))
}

const readBody = async (request: IncomingMessage): Promise<Buffer> => {
  const chunks: Buffer[] = []
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk)
  return Buffer.concat(chunks)
}

/**
 * The management API of a WebSocket API: POST sends to a connection, GET describes it, DELETE closes it, and each answers 410
 * GoneException for one that has ended.
 */
export const connectionsApi =
  (stage: string, connections: ReadonlyMap<string, Connection>) =>
  async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const prefix = `/${stage}/@connections/`
    // Clients may encode the `@` or not.
    const path = decodeURIComponent((request.url ?? '').split('?')[0] ?? '')
    if (!path.startsWith(prefix)) return fail(response, 403, 'ForbiddenException', 'Forbidden')
    const body = await readBody(request)
    const connection = connections.get(path.slice(prefix.length))
    if (connection?.socket.readyState !== WebSocket.OPEN) return fail(response, 410, 'GoneException', 'The connection has ended')
    if (request.method === 'POST') {
      if (body.length > maxMessageBytes) return fail(response, 413, 'PayloadTooLargeException', 'The message is over 128 KB')
      connection.lastActiveAt = Date.now()
      connection.socket.send(body.toString())
      response.writeHead(200, { 'content-type': 'application/json' }).end()
    } else if (request.method === 'DELETE') {
      connection.socket.close(1000)
      response.writeHead(204).end()
    } else if (request.method === 'GET') {
      const identity = { sourceIp: connection.sourceIp, userAgent: connection.userAgent }
      const [connectedAt, lastActiveAt] = [connection.connectedAt, connection.lastActiveAt].map((at) =>
        new Date(at).toISOString(),
      )
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ connectedAt, identity, lastActiveAt }))
    } else fail(response, 405, 'MethodNotAllowedException', 'Method not allowed')
  }
