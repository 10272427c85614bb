import type { Context } from 'hono'
import { createMiddleware } from 'hono/factory'
import { principalOfRequest, refuseToken } from '../../../shared/http/authenticate.ts'
import type { ApiEnv } from '../../../shared/http/env.ts'
import { sourceOf } from '../../../shared/http/gateway-event.ts'
import type { Instant } from '../../../shared/lib/clock.ts'
import type { ApiDeps } from '../env.ts'

/** What the check of keys needs. */
export type ApiKeyDeps = Pick<ApiDeps, 'verifyApiKey' | 'guesses' | 'now'>

/** Addresses that must wait, until when; and keys that were right: so many of each are remembered. */
const maxRemembered = 1_000

/**
 * Requires a valid `api-key` header and a valid bearer token, and says who acts. Both are checked at once, as an instance that is new
 * reads the table for either. The refusal of a key is HTML, as clients of this API know it. A right key costs nothing; wrong ones are
 * counted by address, and an address that must wait is answered 429, unless its key was right here before.
 */
export const admit = (deps: ApiKeyDeps & Pick<ApiDeps, 'verifyToken'>) => {
  const waiting = new Map<string, Instant>()
  const right = new Set<string>()

  const waitOf = (address: string): Instant | undefined => {
    const until = waiting.get(address)
    if (until === undefined || deps.now() < until) return until
    waiting.delete(address)
    return undefined
  }
  const refuse = async (c: Context<ApiEnv>, key: string | undefined) => {
    if (key) {
      const { countWrongKey } = await import('./wrong-api-key.ts')
      const until = await countWrongKey(deps, sourceOf(c.env))
      if (until !== undefined && waiting.size < maxRemembered) waiting.set(sourceOf(c.env), until)
    }
    return c.html('<h1>Developer Inactive</h1>', 403)
  }

  return createMiddleware<ApiEnv>(async (c, next) => {
    const key = c.req.header('api-key')
    if (key && waiting.size > 0 && !right.has(key)) {
      const until = waitOf(sourceOf(c.env))
      if (until !== undefined) return (await import('./wrong-api-key.ts')).mustWait(c, until, deps.now())
    }
    const [isKey, principal] = await Promise.all([key ? deps.verifyApiKey(key) : false, principalOfRequest(deps, c)])
    if (!key || !isKey) return refuse(c, key)
    if (right.size < maxRemembered) right.add(key)
    if (typeof principal === 'string') return refuseToken(c, principal)
    c.set('principal', principal)
    return next()
  })
}
