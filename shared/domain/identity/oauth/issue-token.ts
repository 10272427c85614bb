import { type Instant, second } from '../../../lib/clock.ts'
import { base64url } from '../../../lib/secrets.ts'
import type { Deps } from '../../deps.ts'
import type { AccessClaims } from './claims.ts'
import { type Application, type Authority, type Grant, listedBeyond, onlyScope } from './entity.ts'
import { refreshTokenOf } from './refresh-token.ts'
import { principalFor, type SignedIn } from './sign-in.ts'

/** What the token endpoint's operations need. */
export type OauthDeps = Pick<
  Deps,
  | 'accounts'
  | 'administrators'
  | 'applications'
  | 'grants'
  | 'guesses'
  | 'signIns'
  | 'passwordCost'
  | 'now'
  | 'newUuid'
  | 'randomBytes'
  | 'pause'
> & {
  /** Keys the MACs of client secrets and of refresh tokens. */
  clientSecretKey: Uint8Array
  issuer: string
}

/** What a grant gives: claims for the access token, which is yet to be signed, and the newest refresh token. */
export type Tokens = { claims: AccessClaims; refreshToken: string }

/** A new grant of `authority`, at its first generation. */
export const newGrant = (
  deps: Pick<OauthDeps, 'newUuid' | 'randomBytes'>,
  authority: Authority,
  application: Application,
  now: Instant,
): Grant => ({
  accountId: authority.accountId,
  administratorId: authority.administratorId,
  signInVersion: authority.signInVersion,
  clientId: authority.clientId,
  id: deps.newUuid(),
  seed: base64url(deps.randomBytes(32)),
  generation: 1,
  rotatedAt: now,
  expiresAt: now + application.refreshTokenSeconds * second,
  listedUntil: now + application.refreshTokenSeconds * second + listedBeyond,
  createdAt: now,
})

/** The tokens of a grant as it is now. */
export const tokensOf = (deps: OauthDeps, grant: Grant, application: Application, who: SignedIn, now: Instant): Tokens => {
  const issuedAt = Math.floor(now / second)
  const principal = principalFor(who, application.clientId)
  return {
    claims: {
      kind: principal.kind,
      iss: deps.issuer,
      sub: String(principal.administratorId),
      jti: deps.newUuid(),
      iat: issuedAt,
      exp: Math.min(
        issuedAt + application.accessTokenSeconds,
        Math.floor((who.administrator.expiresAt ?? Number.POSITIVE_INFINITY) / second),
      ),
      client_id: principal.clientId,
      scope: onlyScope,
      account_id: principal.accountId,
      name: principal.name,
      user_name: principal.username,
      admin_type: principal.type,
      ...(who.administrator.canCreateAdmins ? { can_create_admins: true } : {}),
      sign_in: who.administrator.signInVersion,
      ...(who.administrator.roleIds || who.administrator.assignments ? { limited: true } : {}),
      grant: grant.id,
    },
    refreshToken: refreshTokenOf(deps.clientSecretKey, grant, grant.generation),
  }
}
