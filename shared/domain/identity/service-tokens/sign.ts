import { second } from '../../../lib/clock.ts'
import { sha256 } from '../../../lib/secrets.ts'
import type { Deps } from '../../deps.ts'
import type { TokenClaims } from '../oauth/claims.ts'
import { onlyScope } from '../oauth/entity.ts'

/**
 * The claims of the service token that a stored request asks for; undefined when there is no such request, it is older than a minute, or it
 * was answered before. Whoever asks can get no other token by it, and has no key.
 */
export const claimsOfRequest = async (
  deps: Pick<Deps, 'serviceTokens' | 'now'> & { issuer: string },
  requestSecret: string,
): Promise<TokenClaims | undefined> => {
  const request = await deps.serviceTokens.takeRequest(sha256(requestSecret), deps.now())
  if (!request) return undefined
  const { uuid, accountId, administratorId, clientId, name, permissions, createdAt, expiresAt } = request
  return {
    kind: 'token',
    iss: deps.issuer,
    sub: String(administratorId),
    jti: uuid,
    iat: Math.floor(createdAt / second),
    exp: Math.floor(expiresAt / second),
    client_id: clientId,
    scope: onlyScope,
    account_id: accountId,
    name,
    permissions,
    grant: uuid,
  }
}
