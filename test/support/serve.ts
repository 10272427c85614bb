import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server } from 'node:http'

type Fetch = (request: Request) => Response | Promise<Response>

/** Serves a `fetch` function on a free port of this machine, for clients that want a real address. */
export const serve = async (fetch: Fetch): Promise<{ url: string; close: () => Promise<void> }> => {
  const server = createServer(async (incoming, outgoing) => {
    const response = await fetch(await requestOf(incoming))
    outgoing.statusCode = response.status
    for (const [name, value] of response.headers) if (name !== 'set-cookie') outgoing.setHeader(name, value)
    const cookies = response.headers.getSetCookie()
    if (cookies.length > 0) outgoing.setHeader('set-cookie', cookies)
    outgoing.end(Buffer.from(await response.arrayBuffer()))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return { url: `http://127.0.0.1:${portOf(server)}`, close: () => closed(server) }
}

const requestOf = async (incoming: IncomingMessage): Promise<Request> => {
  const chunks: Buffer[] = []
  for await (const chunk of incoming) chunks.push(chunk)
  const body = Buffer.concat(chunks)
  const headers = Object.entries(incoming.headersDistinct).flatMap(([name, values]) =>
    (values ?? []).map((value) => [name, value] as [string, string]),
  )
  const method = incoming.method ?? 'GET'
  return new Request(new URL(incoming.url ?? '/', `http://${incoming.headers.host ?? '127.0.0.1'}`), {
    method,
    headers,
    ...(body.length > 0 && method !== 'GET' && method !== 'HEAD' ? { body } : {}),
  })
}

const portOf = (server: Server) => {
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The server has no port')
  return address.port
}

const closed = async (server: Server) => {
  server.close()
  server.closeAllConnections()
  await once(server, 'close')
}
