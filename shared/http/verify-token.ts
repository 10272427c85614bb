import { createRemoteJWKSet, errors, type JWTVerifyGetKey, jwtVerify } from 'jose'
import { AccessClaims, accessTokenAlgorithm, principalOf } from '../domain/identity/oauth/claims.ts'
import type { Principal } from '../domain/identity/principals/principal.ts'
import { clientSubject } from '../domain/identity/revocations/entity.ts'
import { type Clock, hour, type Instant, minute, second } from '../lib/clock.ts'
import {
  administratorAuthorities,
  openAccounts,
  type ReadAccount,
  type ReadAuthority,
  type ReadServiceToken,
  serviceTokenAuthorities,
} from './authorities.ts'
import type { Revocations } from './revocations.ts'

/** The principal of a bearer token. `expired` and `invalid` are kept apart, as the answer says which. */
export type VerifyToken = (token: string) => Promise<Principal | 'expired' | 'invalid'>

/**
 * The public keys of `issuer`, fetched when the first token needs them and kept: longer than any key takes to be rotated in,
 * and asked for again at most twice a minute when a token names one that is not among them.
 */
export const remoteKeys = (issuer: string): JWTVerifyGetKey =>
  createRemoteJWKSet(new URL(`${issuer}/.well-known/jwks.json`), {
    cacheMaxAge: hour,
    cooldownDuration: minute / 2,
    timeoutDuration: 5 * second,
  })

/** What tokens are judged by. */
export type TokenRules = {
  issuer: string
  keys: JWTVerifyGetKey
  revocations: Revocations
  readAccount: ReadAccount
  readAuthority: ReadAuthority
  readServiceToken: ReadServiceToken
}

/** A client sends the same token for minutes: what was verified is remembered, of so many tokens. */
const remembered = 1_000

/**
 * Reads a bearer token: its signature, issuer, time and claims, and that its grant and its account were not ended. The signature is checked once
 * for each token. The table is read only for an administrator whose rights the token does not say, for service tokens, and for an account that a
 * notice is about.
 */
export const tokenVerifier = (
  { issuer, keys, revocations, readAccount, readAuthority, readServiceToken }: TokenRules,
  now: Clock,
): VerifyToken => {
  const isOpen = openAccounts(readAccount, revocations, now)
  const administratorOf = administratorAuthorities(readAuthority, revocations, now)
  const serviceTokenOf = serviceTokenAuthorities(readServiceToken, revocations, now)
  const verified = new Map<string, Verified>()
  const verify = async (token: string): Promise<Verified | 'expired' | 'invalid'> => {
    const known = verified.get(token)
    if (known) return now() < known.expiresAt ? known : 'expired'
    const claims = await readClaims(token, issuer, keys, now)
    if (typeof claims === 'string') return claims
    const [oldest] = verified.keys()
    if (verified.size >= remembered && oldest !== undefined) verified.delete(oldest)
    const found = { claims, principal: principalOf(claims), expiresAt: claims.exp * second }
    verified.set(token, found)
    return found
  }
  return async (token) => {
    const [found] = await Promise.all([verify(token), revocations.ready()])
    if (typeof found === 'string') return found
    if (revocations.has(found.claims.grant) || revocations.has(clientSubject(found.claims.client_id))) return 'invalid'
    const { claims, principal } = found
    if (!(await isOpen(principal.accountId))) return 'invalid'
    if (claims.kind === 'administrator') return administratorOf(claims, principal)
    return claims.kind === 'token' ? serviceTokenOf(claims) : principal
  }
}

type Verified = { claims: AccessClaims; principal: Principal; expiresAt: Instant }

const readClaims = async (token: string, issuer: string, keys: JWTVerifyGetKey, now: Clock) => {
  try {
    const { payload } = await jwtVerify(token, keys, {
      issuer,
      algorithms: [accessTokenAlgorithm],
      currentDate: new Date(now()),
    })
    return AccessClaims.safeParse(payload).data ?? 'invalid'
  } catch (thrown) {
    if (thrown instanceof errors.JWTExpired) return 'expired'
    if (thrown instanceof errors.JOSEError && !isOutage(thrown)) return 'invalid'
    throw thrown
  }
}

/** The keys could not be had: that is not the token's fault, and the caller should try again. */
const isOutage = (thrown: unknown) =>
  thrown instanceof errors.JWKSTimeout ||
  thrown instanceof errors.JWKSInvalid ||
  (thrown instanceof errors.JOSEError && thrown.code === 'ERR_JOSE_GENERIC')
