/** An HTTP API event, payload format 2.0: what API Gateway hands to a function for one request. */
export type GatewayEvent = {
  version: string
  routeKey: string
  rawPath: string
  rawQueryString: string
  headers: Record<string, string | undefined>
  cookies?: string[]
  body: string | null
  isBase64Encoded: boolean
  requestContext: GatewayContext
}
type GatewayContext = {
  accountId: string
  apiId: string
  authentication: null
  authorizer: Record<string, unknown>
  domainName: string
  domainPrefix: string
  http: { method: string; path: string; protocol: string; sourceIp: string; userAgent: string }
  requestId: string
  routeKey: string
  stage: string
  time: string
  timeEpoch: number
}

/**
 * The event as one that can become a `Request`: API Gateway decodes the path, so `a%3Fb` would read as a query; and it hands
 * over what comes with a GET, which no `Request` may have. Clients of this API do send `{}` with one, and it is ignored.
 */
export const requestable = (event: GatewayEvent): GatewayEvent => ({
  ...event,
  rawPath: event.rawPath.split('/').map(encodeURIComponent).join('/'),
  body: ['GET', 'HEAD'].includes(event.requestContext.http.method) ? null : event.body,
})

/** The address that a request came from, as the gateway saw it; a text that names none where there is no gateway. */
export const sourceOf = (env: unknown): string =>
  // Hono hands the event over as its environment.
  (env as { event?: GatewayEvent } | undefined)?.event?.requestContext.http.sourceIp ?? 'no gateway'

/**
 * A header as the client sent it, undefined without one. A `Request` that is made from an event has no empty headers, and has the
 * others percent-encoded where they are not ASCII. `name` is in lower case, as the gateway writes it.
 */
export const sentHeader = (
  c: { env: unknown; req: { header: (name: string) => string | undefined } },
  name: string,
): string | undefined => {
  const event = (c.env as { event?: GatewayEvent } | undefined)?.event
  return event ? event.headers[name] : c.req.header(name)
}
