import { once } from 'node:events'
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import type { Socket } from 'node:net'

/** What a receiver does with one request; the default is to accept it. */
export type Manner = (request: IncomingMessage, response: ServerResponse) => void

/** A receiver on a free port of this machine that behaves as a test says, and counts requests and connections. */
export const startUnruly = async (secure?: { key: string; cert: string }) => {
  const seen = { requests: 0, connections: 0, bodies: [] as string[], headers: [] as IncomingMessage['headers'][] }
  let manner: Manner = accept
  const listener: RequestListener = (request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      seen.requests += 1
      seen.bodies.push(Buffer.concat(chunks).toString())
      seen.headers.push(request.headers)
      manner(request, response)
    })
  }
  const server = secure ? createSecureServer(secure, listener) : createServer(listener)
  const sockets = new Set<Socket>()
  server.on('connection', (socket: Socket) => {
    seen.connections += 1
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The receiver has no port')
  return {
    port: address.port,
    url: `${secure ? 'https' : 'http'}://127.0.0.1:${address.port}/hook`,
    seen,
    behave: (next: Manner) => {
      manner = next
    },
    /** Closes the connections that are kept open, as a receiver's own time limit does. */
    hangUpIdle: () => {
      for (const socket of sockets) socket.destroy()
    },
    /** Waits until no connection is open. */
    allClosed: () => Promise.all([...sockets].map((socket) => once(socket, 'close'))),
    stop: async () => {
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}

export const accept: Manner = (_request, response) => {
  response.writeHead(200).end('ok')
}
/** Answers with a status, a body and headers. */
export const answer =
  (status: number, body = '', headers: Record<string, string> = {}): Manner =>
  (_request, response) => {
    response.writeHead(status, headers).end(body)
  }
/** Takes the request and never answers. */
export const ignore: Manner = () => undefined
export const hangUp: Manner = (request) => {
  request.socket.destroy()
}
