import type { Deps } from '../../shared/domain/deps.ts'
import type { AccessClaims } from '../../shared/domain/identity/oauth/claims.ts'
import type { OauthDeps } from '../../shared/domain/identity/oauth/issue-token.ts'

/** What the auth function is given. */
export type AuthDeps = OauthDeps &
  Pick<Deps, 'users' | 'credentials' | 'serviceTokens'> & {
    /** Signs an access token with the active key. */
    signAccessToken: (claims: AccessClaims) => Promise<string>
    /** The claims of an access token that this server signed, even an expired one; undefined for anything else. */
    readAccessToken: (token: string) => Promise<AccessClaims | undefined>
    /** The public keys by which access tokens are checked; the active one first. */
    publicKeys: PublicKeys
    /** Cookies are sent over TLS only. False on one's own machine, where there is none. */
    secureCookies: boolean
  }

export type PublicKeys = { jwks: { keys: Record<string, unknown>[] }; pem: string }
