import { decodeJwt, jwtVerify, SignJWT } from 'jose'
import { z } from 'zod'
import type { Instant } from '../lib/clock.ts'
import { PanelId } from '../lib/ids.ts'
import { err, ok, type Result } from '../lib/result.ts'
import { SerialNumber } from './pairing.ts'
import { type SignatureError, type SigningKey, signatureAlgorithm, signatureErrorOf, type VerifyKeys } from './signing.ts'

export const assertionAudience = 'sallyport-panels'
export const assertionLifetimeSeconds = 60
/** How far a panel's clock may be off and still connect; a panel learns the cloud's time from the `Date` of a refusal. */
export const assertionToleranceSeconds = 30

/** Who a panel says it is. `panelId` is `sub` on the wire, `serialNumber` is `iss`. */
export type AssertionClaims = { serialNumber: string; panelId: PanelId; jti: string }

const Claims = z
  .object({
    iss: SerialNumber,
    sub: z
      .string()
      .regex(/^[1-9]\d{0,15}$/, 'is not an id')
      .refine((text) => Number.isSafeInteger(Number(text)), 'is not an id')
      .transform((text) => PanelId.parse(text)),
    jti: z
      .string()
      .min(1)
      .max(128)
      .refine((text) => text.isWellFormed(), 'has half of a surrogate pair'),
    iat: z.int(),
    exp: z.int(),
  })
  .refine(({ iat, exp }) => exp <= iat + assertionLifetimeSeconds, { path: ['exp'], message: 'lives too long' })

/** The panel's proof of who it is, for one connection or request: `Authorization: Bearer <this>`. Lives 60 seconds from `now`. */
export const signAssertion = ({ kid, key }: SigningKey, claims: AssertionClaims, now: Instant): Promise<string> => {
  const issuedAtSeconds = Math.floor(now / 1_000)
  return new SignJWT()
    .setProtectedHeader({ alg: signatureAlgorithm, kid, typ: 'JWT' })
    .setIssuer(claims.serialNumber)
    .setSubject(String(claims.panelId))
    .setAudience(assertionAudience)
    .setJti(claims.jti)
    .setIssuedAt(issuedAtSeconds)
    .setExpirationTime(issuedAtSeconds + assertionLifetimeSeconds)
    .sign(key)
}

/** Who an assertion says it is from, NOT yet believed: only good for finding the stored panel whose key must verify it. */
export const readUnverifiedAssertion = (assertion: string): Result<AssertionClaims, SignatureError> => {
  try {
    return claimsOf(decodeJwt(assertion))
  } catch (thrown) {
    return err(signatureErrorOf(thrown))
  }
}

/** Verifies an assertion with the one key that the panel paired with. `now` is the cloud's clock. */
export const verifyAssertion = async (
  keys: VerifyKeys,
  assertion: string,
  now: Instant,
): Promise<Result<AssertionClaims, SignatureError>> => {
  try {
    const { payload } = await jwtVerify(assertion, keys, {
      algorithms: [signatureAlgorithm],
      audience: assertionAudience,
      typ: 'JWT',
      requiredClaims: ['iss', 'sub', 'exp', 'iat', 'jti'],
      currentDate: new Date(now),
      clockTolerance: assertionToleranceSeconds,
      maxTokenAge: assertionLifetimeSeconds,
    })
    return claimsOf(payload)
  } catch (thrown) {
    return err(signatureErrorOf(thrown))
  }
}

const claimsOf = (payload: unknown): Result<AssertionClaims, SignatureError> => {
  const parsed = Claims.safeParse(payload)
  if (parsed.success) return ok({ serialNumber: parsed.data.iss, panelId: parsed.data.sub, jti: parsed.data.jti })
  const [issue] = parsed.error.issues
  return err({ kind: 'malformed_payload', message: `${issue?.path.map(String).join('.')}: ${issue?.message}` })
}
