import { exportJWK, generateKeyPair, SignJWT } from 'jose'
import { type AccessClaims, accessTokenAlgorithm } from '../../shared/domain/identity/oauth/claims.ts'

/** An administrator's token of `issuer`, good for an hour, with the key that it is verified by. */
export const signedToken = async (issuer: string) => {
  const { publicKey, privateKey } = await generateKeyPair(accessTokenAlgorithm)
  const token = await new SignJWT(claims(issuer)).setProtectedHeader({ alg: accessTokenAlgorithm, kid: 'k' }).sign(privateKey)
  const jwk = { ...(await exportJWK(publicKey)), kid: 'k', alg: accessTokenAlgorithm, use: 'sig' }
  return { token, publicKey, jwk }
}

const claims = (iss: string): AccessClaims & { iss: string } => ({
  iss,
  sub: '11',
  jti: 'j',
  iat: Math.floor(Date.now() / 1000),
  exp: Math.floor(Date.now() / 1000) + 3600,
  kind: 'administrator',
  client_id: 'c',
  scope: 'brivo.api',
  account_id: 1,
  name: 'Mary',
  user_name: 'mary',
  admin_type: 'MASTER',
  grant: 'g',
  sign_in: 0,
})
