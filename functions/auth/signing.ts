import { createPublicKey } from 'node:crypto'
import { decodeProtectedHeader, errors, importJWK, type JWK, jwtVerify, SignJWT } from 'jose'
import { z } from 'zod'
import { AccessClaims, accessTokenAlgorithm } from '../../shared/domain/identity/oauth/claims.ts'
import type { AuthDeps } from './env.ts'

const PrivateKey = z.looseObject({ kid: z.string().min(1), kty: z.literal('RSA'), n: z.string(), e: z.string(), d: z.string() })

/**
 * The value of SIGNING_KEYS_SECRET. New tokens are signed with the key named `active`; the others still verify, so that a key
 * may be rotated: add one, make it active, and drop the old one when its last token has expired.
 */
export const SigningKeys = z
  .object({ active: z.string(), keys: z.array(PrivateKey).min(1) })
  .refine(({ active, keys }) => keys.some(({ kid }) => kid === active), { error: 'no key has the active kid' })
export type SigningKeys = z.infer<typeof SigningKeys>

/** What signs and reads access tokens, and what others check them by. */
export const signing = async ({
  active,
  keys,
}: SigningKeys): Promise<Pick<AuthDeps, 'signAccessToken' | 'readAccessToken' | 'publicKeys'>> => {
  const ordered = [...keys].sort((one, other) => Number(other.kid === active) - Number(one.kid === active))
  const publicJwks = ordered.map(({ kty, n, e, kid }) => ({ kty, n, e, kid, alg: accessTokenAlgorithm, use: 'sig' }))
  const [first] = ordered
  if (!first) throw new Error('There is no signing key')
  // The schema has checked what makes it an RSA key; the rest of the JWK is the key's own.
  const privateKey = await importJWK(first as JWK, accessTokenAlgorithm)
  const verifiers = new Map(
    await Promise.all(publicJwks.map(async (jwk) => [jwk.kid, await importJWK(jwk, accessTokenAlgorithm)] as const)),
  )
  return {
    signAccessToken: (claims) =>
      new SignJWT(claims).setProtectedHeader({ alg: accessTokenAlgorithm, kid: active, typ: 'JWT' }).sign(privateKey),

    readAccessToken: async (token) => {
      try {
        const key = verifiers.get(decodeProtectedHeader(token).kid ?? '')
        if (!key) return undefined
        // An expired token still names its grant, which may live on.
        const { payload } = await jwtVerify(token, key, { algorithms: [accessTokenAlgorithm], currentDate: new Date(0) })
        return AccessClaims.safeParse(payload).data
      } catch (thrown) {
        if (thrown instanceof errors.JOSEError || thrown instanceof TypeError) return undefined
        throw thrown
      }
    },

    publicKeys: {
      jwks: { keys: publicJwks },
      pem: createPublicKey({ key: publicJwks[0] ?? {}, format: 'jwk' })
        .export({ type: 'spki', format: 'pem' })
        .toString(),
    },
  }
}
