import type { MiddlewareHandler } from 'hono'
import type { Clock } from '../lib/clock.ts'
import { log, withLogFields } from '../lib/log.ts'
import type { RequestEnv } from './env.ts'

/** Names each request, in its answer and in every line that is written during it, and writes one line about it. */
export const withRequestLog =
  (now: Clock): MiddlewareHandler<RequestEnv> =>
  async (c, next) => {
    const requestId = c.req.header('x-amzn-trace-id') ?? crypto.randomUUID()
    const startedAt = now()
    await withLogFields({ requestId }, async () => {
      await next()
      // Not by `c.header`, which makes a new answer each time.
      c.res.headers.set('X-Request-Id', requestId)
      const principal = c.get('principal')
      const account = principal ? { accountId: principal.accountId } : {}
      const fields = { method: c.req.method, path: c.req.path, status: c.res.status, durationMs: now() - startedAt }
      log('info', 'request', { ...account, ...fields })
    })
  }
