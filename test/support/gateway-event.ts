import type { GatewayEvent } from '../../shared/http/gateway-event.ts'

/** What API Gateway hands to a function for one request. */
export const gatewayEvent = (method: string, rawPath: string, more: Partial<GatewayEvent> = {}): GatewayEvent => ({
  version: '2.0',
  routeKey: '$default',
  rawPath,
  rawQueryString: '',
  headers: { host: 'cloud.example' },
  body: null,
  isBase64Encoded: false,
  ...more,
  requestContext: {
    accountId: '1',
    apiId: 'x',
    authentication: null,
    authorizer: {},
    domainName: 'cloud.example',
    domainPrefix: 'cloud',
    http: { method, path: rawPath, protocol: 'HTTP/1.1', sourceIp: '127.0.0.1', userAgent: '' },
    requestId: 'r',
    routeKey: '$default',
    stage: '$default',
    time: '',
    timeEpoch: 0,
  },
})

/** The environment of a request that came from this address, as the gateway gives it to an app. */
export const fromAddress = (sourceIp: string): { event: GatewayEvent } => {
  const event = gatewayEvent('GET', '/')
  return { event: { ...event, requestContext: { ...event.requestContext, http: { ...event.requestContext.http, sourceIp } } } }
}
