import { createMiddleware } from 'hono/factory'
import type { Clock } from '../../../shared/lib/clock.ts'
import { log } from '../../../shared/lib/log.ts'
import type { ApiEnv } from '../env.ts'

/** What every answer of the API says of itself, as clients of this API know it. */
const apiVersion = '1'

/** Names each request, sets the charset that clients of this API know on successes, and writes one line about it. */
export const withRequestLog = (now: Clock) =>
  createMiddleware<ApiEnv>(async (c, next) => {
    const requestId = c.req.header('x-amzn-trace-id') ?? crypto.randomUUID()
    c.set('requestId', requestId)
    const startedAt = now()
    await next()
    c.header('X-Request-Id', requestId)
    if (c.req.path.startsWith('/v1/api')) c.header('Brivo-Api-Version', apiVersion)
    if (c.res.status < 300 && c.res.headers.get('content-type') === 'application/json') {
      c.header('Content-Type', 'application/json;charset=UTF-8')
    }
    const accountId = c.get('principal')?.accountId
    const fields = { method: c.req.method, path: c.req.path, status: c.res.status, durationMs: now() - startedAt }
    log('info', 'request', { requestId, ...(accountId === undefined ? {} : { accountId }), ...fields })
  })
