import { createMiddleware } from 'hono/factory'
import type { ApiEnv } from '../../../shared/http/env.ts'
import type { ApiDeps } from '../env.ts'

/** Requires a valid `api-key` header. The refusal is HTML, as clients of this API know it. */
export const apiKey = (deps: Pick<ApiDeps, 'verifyApiKey'>) =>
  createMiddleware<ApiEnv>(async (c, next) => {
    const key = c.req.header('api-key')
    if (!key || !deps.verifyApiKey(key)) return c.html('<h1>Developer Inactive</h1>', 403)
    return next()
  })
