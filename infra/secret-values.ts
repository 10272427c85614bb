import { generateKeyPairSync, randomBytes, randomUUID } from 'node:crypto'

/** The secrets of a stage, by the last part of their names. The first two are key sets; see docs/operations.md for rotation. */
export const secretNames = ['signing-keys', 'panel-keys', 'service-keys'] as const
export type SecretName = (typeof secretNames)[number]
export type KeySetName = Exclude<SecretName, 'service-keys'>

/** A private JWK with its `kid`. */
export type PrivateKey = Readonly<Record<string, unknown> & { kid: string }>

/** Keys that verify, and the one of them that signs. */
export type KeySet = Readonly<{ active: string; keys: readonly PrivateKey[] }>

/** RSA for access tokens, which anybody's library checks; Ed25519 for panels, whose processors are small. */
export const newKey = (name: KeySetName): PrivateKey => {
  const { privateKey } =
    name === 'signing-keys' ? generateKeyPairSync('rsa', { modulusLength: 2048 }) : generateKeyPairSync('ed25519')
  return {
    ...privateKey.export({ format: 'jwk' }),
    kid: randomUUID(),
    alg: name === 'signing-keys' ? 'RS256' : 'EdDSA',
    use: 'sig',
  }
}

/** What a secret holds at first. */
export const firstValue = (name: SecretName): KeySet | Record<string, string> => {
  const bytes = () => randomBytes(32).toString('base64')
  if (name === 'service-keys') return { clientSecretKey: bytes(), apiKeyKey: bytes(), sealKey: bytes() }
  const key = newKey(name)
  return { active: key.kid, keys: [key] }
}

/** The set with one key more, which is published but does not sign yet. */
export const withKey = (set: KeySet, key: PrivateKey): KeySet => ({ ...set, keys: [...set.keys, key] })

/** The set in which `kid` signs. Throws when it has no such key. */
export const activated = (set: KeySet, kid: string): KeySet => {
  if (!set.keys.some((key) => key.kid === kid)) throw new Error(`There is no key ${kid}; there are ${kidsOf(set)}.`)
  return { ...set, active: kid }
}

/** The set without `kid`, whose signatures nobody believes any more. Throws when it still signs. */
export const retired = (set: KeySet, kid: string): KeySet => {
  if (set.active === kid) throw new Error(`${kid} still signs; activate another key first.`)
  if (!set.keys.some((key) => key.kid === kid)) throw new Error(`There is no key ${kid}; there are ${kidsOf(set)}.`)
  return { ...set, keys: set.keys.filter((key) => key.kid !== kid) }
}

export const kidsOf = (set: KeySet): string => set.keys.map((key) => key.kid).join(', ')
