import { createMiddleware } from 'hono/factory'
import type { ApiEnv } from '../../../shared/http/env.ts'
import { sentHeader } from '../../../shared/http/gateway-event.ts'
import type { ApiDeps } from '../env.ts'

/** What requests with a key need. */
export type IdempotencyDeps = Pick<ApiDeps<'idempotency'>, 'idempotency' | 'sealer' | 'newUuid' | 'now'>

const writing = new Set(['POST', 'PUT', 'PATCH', 'DELETE'])

/** Runs a request with an `Idempotency-Key` once. Whatever has none goes on at once: nothing is imported or read for it. */
export const idempotencyKey = (deps: IdempotencyDeps) =>
  createMiddleware<ApiEnv>(async (c, next) => {
    const key = writing.has(c.req.method) ? sentHeader(c, 'idempotency-key') : undefined
    if (key === undefined) return next()
    const { runOnce } = await import('./run-once.ts')
    return runOnce(deps, c, key, next)
  })
