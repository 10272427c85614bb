import type { Context } from 'hono'
import { createMiddleware } from 'hono/factory'
import type { ApiEnv } from './env.ts'
import type { VerifyToken } from './verify-token.ts'

/** Requires a valid bearer token and says who acts; 401 in OAuth's words otherwise. The scheme's case does not matter. */
export const authenticate = (deps: { verifyToken: VerifyToken }) =>
  createMiddleware<ApiEnv>(async (c, next) => {
    const [, token] = /^bearer\s+(\S+)\s*$/i.exec(c.req.header('authorization') ?? '') ?? []
    if (!token) return unauthorized(c, 'unauthorized', 'Full authentication is required to access this resource')
    const principal = await deps.verifyToken(token)
    if (principal === 'expired') return unauthorized(c, 'invalid_token', 'Access token expired')
    if (principal === 'invalid') return unauthorized(c, 'invalid_token', 'Invalid access token')
    c.set('principal', principal)
    return next()
  })

const unauthorized = (c: Context<ApiEnv>, error: string, description: string) => {
  c.header('WWW-Authenticate', `Bearer realm="sallyport", error="${error}", error_description="${description}"`)
  return c.json({ error, error_description: description }, 401)
}
