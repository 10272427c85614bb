import { createRemoteJWKSet, errors, type JWTVerifyGetKey, jwtVerify } from 'jose'
import { AccessClaims, accessTokenAlgorithm, principalOf } from '../../shared/domain/oauth/claims.ts'
import { type Clock, hour, minute, second } from '../../shared/lib/clock.ts'
import type { ApiDeps } from './env.ts'
import type { Revocations } from './revocations.ts'

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

/** Reads a bearer token: its signature, issuer, time and claims, and that its grant was not ended. No look-up on the way. */
export const tokenVerifier =
  (issuer: string, keys: JWTVerifyGetKey, revocations: Revocations, now: Clock): ApiDeps['verifyToken'] =>
  async (token) => {
    const [claims] = await Promise.all([readClaims(token, issuer, keys, now), revocations.ready()])
    if (typeof claims === 'string') return claims
    return revocations.has(claims.grant) ? 'invalid' : principalOf(claims)
  }

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
