import type { MiddlewareHandler } from 'hono'

/** What programs read of an answer's headers, beside those that every page may read. */
const exposed = [
  'Brivo-Api-Version',
  'Idempotent-Replayed',
  'Location',
  'RateLimit',
  'RateLimit-Policy',
  'Retry-After',
  'Sallyport-Command-Id',
  'WWW-Authenticate',
  'X-Request-Id',
].join(', ')

/** Browsers ask again after as long as any of them remembers. */
const preflightSeconds = 7_200

const preflightHeaders = {
  'Access-Control-Allow-Origin': '*',
  'Access-Control-Allow-Methods': 'GET, HEAD, POST, PUT, PATCH, DELETE',
  // The asterisk is for every header but `Authorization`, which has to be named.
  'Access-Control-Allow-Headers': 'Authorization, *',
  'Access-Control-Max-Age': String(preflightSeconds),
}

/**
 * Lets pages of any origin send requests and read the answers. Only for what knows its callers by headers: browsers send no cookie
 * along, and would not show the answer if they did. The question that a browser asks before such a request is answered at once, whoever
 * asks: it has no token.
 */
export const anyOrigin: MiddlewareHandler = async (c, next) => {
  const isPreflight = c.req.method === 'OPTIONS' && c.req.header('origin') && c.req.header('access-control-request-method')
  if (isPreflight) return new Response(null, { status: 204, headers: preflightHeaders })
  await next()
  c.res.headers.set('Access-Control-Allow-Origin', '*')
  c.res.headers.set('Access-Control-Expose-Headers', exposed)
}
