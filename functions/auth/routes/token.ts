import { Hono } from 'hono'
import type { Application } from '../../../shared/domain/identity/oauth/entity.ts'
import type { OauthError } from '../../../shared/domain/identity/oauth/errors.ts'
import { exchangeCode } from '../../../shared/domain/identity/oauth/exchange-code.ts'
import type { Tokens } from '../../../shared/domain/identity/oauth/issue-token.ts'
import { grantByPassword } from '../../../shared/domain/identity/oauth/password-grant.ts'
import { refreshTokens } from '../../../shared/domain/identity/oauth/refresh.ts'
import { grantByMobileKey, mobileKeyGrantType } from '../../../shared/domain/people/mobile-keys/grant-token.ts'
import { sourceOf } from '../../../shared/http/gateway-event.ts'
import { second } from '../../../shared/lib/clock.ts'
import { rangeOf } from '../../../shared/lib/ip-address.ts'
import { err, type Result } from '../../../shared/lib/result.ts'
import { callingApplication } from '../client.ts'
import type { AuthDeps } from '../env.ts'
import { badRequest, oauthError, printable } from '../oauth-error.ts'
import { readParameters } from '../parameters.ts'

/** `POST /oauth/token` (API document, OAuth2 Tokens). */
export const tokenRoute = (deps: AuthDeps) =>
  new Hono().post('/oauth/token', async (c) => {
    const parameters = await readParameters(c)
    if (!parameters.ok) return badRequest(c, parameters.error.description, parameters.error.status)
    const application = await callingApplication(deps, c, parameters.value)
    if (!application.ok) return oauthError(c, application.error)
    const tokens = await grantTokens(deps, application.value, parameters.value, rangeOf(sourceOf(c.env)))
    if (!tokens.ok) return oauthError(c, tokens.error)
    const { claims, refreshToken } = tokens.value
    c.header('Content-Type', 'application/json;charset=UTF-8')
    return c.body(
      JSON.stringify({
        access_token: await deps.signAccessToken(claims),
        token_type: 'bearer',
        refresh_token: refreshToken,
        expires_in: Math.max(0, Math.floor(claims.exp - deps.now() / second)),
        scope: claims.scope,
        jti: claims.jti,
      }),
    )
  })

/** Tokens of a grant; a phone that presents its key again needs no refresh token. */
type Granted = Pick<Tokens, 'claims'> & Partial<Tokens>

const grantTokens = async (
  deps: AuthDeps,
  application: Application,
  parameters: ReadonlyMap<string, string>,
  from: string,
): Promise<Result<Granted, OauthError>> => {
  const grantType = parameters.get('grant_type')
  switch (grantType) {
    case 'password':
      return grantByPassword(deps, application, { username: parameters.get('username'), password: parameters.get('password') })
    case 'authorization_code':
      return exchangeCode(deps, application, {
        code: parameters.get('code'),
        redirectUri: parameters.get('redirect_uri'),
        codeVerifier: parameters.get('code_verifier'),
      })
    case 'refresh_token':
      return refreshTokens(deps, application, parameters.get('refresh_token'))
    case mobileKeyGrantType:
      return grantByMobileKey(deps, application, {
        accountId: parameters.get('account_id'),
        credentialId: parameters.get('credential_id'),
        credentialValue: parameters.get('credential_value'),
        from,
      })
    case undefined:
      return err({ kind: 'invalid_request', description: 'Missing parameter: grant_type' })
    default:
      return err({ kind: 'unsupported_grant_type', description: `Unsupported grant type: ${printable(grantType)}` })
  }
}
