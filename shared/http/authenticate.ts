import type { Context } from 'hono'
import type { Principal } from '../domain/identity/principals/principal.ts'
import type { ApiEnv } from './env.ts'
import type { VerifyToken } from './verify-token.ts'

/** Why a request has no principal. */
export type TokenRefusal = 'missing' | 'expired' | 'invalid'

/** Who acts, by the bearer token of the request. The scheme's case does not matter. */
export const principalOfRequest = async (
  deps: { verifyToken: VerifyToken },
  c: Context<ApiEnv>,
): Promise<Principal | TokenRefusal> => {
  const [, token] = /^bearer\s+(\S+)\s*$/i.exec(c.req.header('authorization') ?? '') ?? []
  return token ? deps.verifyToken(token) : 'missing'
}

/** Answers a request without a valid token: 401 in OAuth's words. */
export const refuseToken = (c: Context<ApiEnv>, refusal: TokenRefusal) => {
  switch (refusal) {
    case 'missing':
      return unauthorized(c, 'unauthorized', 'Full authentication is required to access this resource')
    case 'expired':
      return unauthorized(c, 'invalid_token', 'Access token expired')
    case 'invalid':
      return unauthorized(c, 'invalid_token', 'Invalid access token')
  }
}

const unauthorized = (c: Context<ApiEnv>, error: string, description: string) => {
  c.header('WWW-Authenticate', `Bearer realm="sallyport", error="${error}", error_description="${description}"`)
  return c.json({ error, error_description: description }, 401)
}
