import { generateKeyPairSync, randomBytes, randomUUID } from 'node:crypto'

const jwk = (kind: 'rsa' | 'ed25519') => {
  const { privateKey } = kind === 'rsa' ? generateKeyPairSync('rsa', { modulusLength: 2048 }) : generateKeyPairSync('ed25519')
  return privateKey.export({ format: 'jwk' })
}

const keySet = (kind: 'rsa' | 'ed25519', more: Readonly<Record<string, string>>) => {
  const kid = randomUUID()
  return { active: kid, keys: [{ ...jwk(kind), kid, ...more }] }
}

const key = () => randomBytes(32).toString('base64')

/**
 * The first value of a secret that the template declares without one, told by the end of its name. In AWS the operator's
 * first rotation writes it; here there is no operator. An unknown name gets a random password, as CloudFormation gives it.
 */
export const firstValue = (name: string): string => {
  if (name.endsWith('signing-keys')) return JSON.stringify(keySet('rsa', { alg: 'RS256', use: 'sig' }))
  if (name.endsWith('panel-keys')) return JSON.stringify(keySet('ed25519', { alg: 'EdDSA', use: 'sig' }))
  if (name.endsWith('service-keys')) return JSON.stringify({ clientSecretKey: key(), apiKeyKey: key(), sealKey: key() })
  return randomBytes(24).toString('base64url')
}
