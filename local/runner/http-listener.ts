import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import type { FunctionHost } from './function-host.ts'
import type { Functions } from './functions.ts'
import { httpEvent, readAnswer, splitTarget } from './http-event.ts'
import { type Route, routeTable } from './http-routes.ts'
import type { Model } from './model.ts'

/** API Gateway's limits of an HTTP API: a request's body, and its request line with all headers. */
const maxBodyBytes = 10 * 1024 * 1024
const maxHeaderBytes = 10_240

type Integration = { readonly host: FunctionHost; readonly timeoutMs: number }

/** The routes of the template's HTTP API, each with the function behind it. */
export const httpRoutes = (model: Model, functions: Functions): Route<Integration>[] => {
  const apis = model.ofType('AWS::ApiGatewayV2::Api').filter((api) => model.properties(api).ProtocolType === 'HTTP')
  const ids = new Set(apis.map((api) => model.ref(api)))
  const integrations = new Map(
    model.ofType('AWS::ApiGatewayV2::Integration').map((resource) => [model.ref(resource), model.properties(resource)]),
  )
  return model
    .ofType('AWS::ApiGatewayV2::Route')
    .map((resource) => model.properties(resource))
    .filter((properties) => ids.has(String(properties.ApiId)))
    .map((properties) => {
      const integration = integrations.get(String(properties.Target).replace('integrations/', ''))
      const value = {
        host: functions.find(String(integration?.IntegrationUri)),
        timeoutMs: Number(integration?.TimeoutInMillis ?? 30_000),
      }
      return { routeKey: String(properties.RouteKey), value }
    })
}

/** A body over the limit is read to its end all the same, so that the client hears the answer; far over it, it is cut off. */
const readBody = async (request: IncomingMessage): Promise<Buffer | 'too large'> => {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length
    if (bytes <= maxBodyBytes) chunks.push(chunk)
    if (bytes > 10 * maxBodyBytes) break
  }
  return bytes > maxBodyBytes ? 'too large' : Buffer.concat(chunks)
}

const refuse = (response: ServerResponse, status: number, message: string): void => {
  if (response.headersSent) return
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify({ message }))
}

/** What is not HTTP at all, or has more headers than API Gateway takes, is still answered with a body that can be read. */
const refuseBadRequest = (error: NodeJS.ErrnoException, socket: Duplex): void => {
  if (!socket.writable) return void socket.destroy()
  const [status, message] =
    error.code === 'HPE_HEADER_OVERFLOW'
      ? ['431 Request Header Fields Too Large', 'Request Header Fields Too Large']
      : ['400 Bad Request', 'Bad Request']
  const body = JSON.stringify({ message })
  socket.end(
    `HTTP/1.1 ${status}\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n${body}`,
  )
}

const within = <T>(promise: Promise<T>, milliseconds: number): Promise<T | 'late'> => {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<'late'>((resolve) => {
    timer = setTimeout(() => resolve('late'), milliseconds)
  })
  return Promise.race([promise, late]).finally(() => clearTimeout(timer))
}

type Listening = { readonly server: Server; readonly stop: () => Promise<void> }

/**
 * Listens as an API Gateway HTTP API does: routes, hands over payload 2.0 events, writes the answers. `GET /` is the local
 * cloud's own start page, since the product has no such route.
 */
export const listenHttp = async (
  port: number,
  routes: readonly Route<Integration>[],
  startPage: (query: URLSearchParams) => string,
): Promise<Listening> => {
  const match = routeTable(routes)

  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const method = request.method ?? 'GET'
    const target = splitTarget(request.url ?? '/')
    if (!target) return refuse(response, 400, 'Bad Request')
    if ((method === 'GET' || method === 'HEAD') && target.rawPath === '/') {
      response
        .writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' })
        .end(startPage(new URLSearchParams(target.rawQueryString)))
      return
    }
    const matched = match(method, target.encodedPath)
    if (!matched) return refuse(response, 404, 'Not Found')
    const body = await readBody(request)
    if (body === 'too large') return refuse(response, 413, 'Request Entity Too Large')
    const { host, timeoutMs } = matched.route.value
    const event = httpEvent(
      request,
      target,
      { routeKey: matched.route.routeKey, pathParameters: matched.pathParameters },
      body,
      new Date(),
    )
    const invoked = await within(host.invoke(event), timeoutMs)
    if (invoked === 'late') return refuse(response, 503, 'Service Unavailable')
    const answer = invoked.ok ? readAnswer(invoked.value) : undefined
    if (!answer) return refuse(response, 500, 'Internal Server Error')
    const hasBody = answer.status !== 204 && answer.status !== 304
    response.writeHead(answer.status, { ...answer.headers, ...(hasBody && { 'content-length': answer.body.length }) })
    response.end(hasBody ? answer.body : undefined)
  }

  const server = createServer({ maxHeaderSize: maxHeaderBytes, keepAliveTimeout: 60_000 }, (request, response) => {
    handle(request, response).catch(() => refuse(response, 500, 'Internal Server Error'))
  })
  server.on('clientError', refuseBadRequest)
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
  const stop = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve())
      server.closeIdleConnections()
      setTimeout(() => server.closeAllConnections(), 2000).unref()
    })
  return { server, stop }
}
