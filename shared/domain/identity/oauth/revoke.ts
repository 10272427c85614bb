import { AccountId, AdministratorId } from '../../../lib/ids.ts'
import type { Deps } from '../../deps.ts'
import { endServiceToken } from '../service-tokens/revoke.ts'
import type { AccessClaims } from './claims.ts'
import type { Application } from './entity.ts'
import type { OauthDeps } from './issue-token.ts'
import { decideRefresh, readRefreshToken } from './refresh-token.ts'

/**
 * RFC 7009: ends the grant that a token belongs to. A token that is none, or another client's, changes nothing; the answer
 * does not show it. `readAccessToken` gives the claims of an access token that this server signed.
 */
export const revokeToken = async (
  deps: OauthDeps & Pick<Deps, 'serviceTokens'> & { readAccessToken: (token: string) => Promise<AccessClaims | undefined> },
  application: Application,
  token: string,
): Promise<void> => {
  const now = deps.now()
  const presented = readRefreshToken(token)
  if (presented) {
    const grant = await deps.grants.get(presented.grantId)
    if (!grant || grant.clientId !== application.clientId) return
    // Whoever holds any token that was issued of this grant, an old one too, may end it.
    if (decideRefresh(deps.clientSecretKey, grant, presented, now) !== 'invalid') await deps.grants.revoke(grant, now)
    return
  }
  const claims = await deps.readAccessToken(token)
  if (claims?.client_id !== application.clientId) return
  switch (claims.kind) {
    case 'administrator':
      return deps.grants.revoke(grantOf(claims), now)
    case 'token':
      return endServiceToken(deps, claims)
    case 'cardHolder':
      // The tokens of people with cards have no grant that is kept.
      return deps.grants.revokeToken(claims.grant, now)
  }
}

const grantOf = ({ grant, account_id, sub, client_id }: AccessClaims) => ({
  id: grant,
  accountId: AccountId.parse(account_id),
  administratorId: AdministratorId.parse(sub),
  clientId: client_id,
})
