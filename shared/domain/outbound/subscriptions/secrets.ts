import { createCipheriv } from 'node:crypto'
import type { Sealer } from '../../../lib/sealer.ts'

export const secretWordBytes = 16
export const signingSecretBytes = 32
const keyBytes = 32

/**
 * The secret word as the wire carries it: AES-256-CBC without padding, the key being the ASCII characters of the client id
 * without its dashes, the first block 16 zero bytes; base64 (API document, Create New Event Subscription).
 * Throws when the client id is not 32 characters beside its dashes: every application's is a UUID.
 */
export const encryptSecretWord = (secretWord: Uint8Array, clientId: string): string => {
  const key = Buffer.from(clientId.replaceAll('-', ''), 'ascii')
  if (key.length !== keyBytes) throw new Error(`The client id ${clientId} is no UUID`)
  const cipher = createCipheriv('aes-256-cbc', key, new Uint8Array(16)).setAutoPadding(false)
  return Buffer.concat([cipher.update(secretWord), cipher.final()]).toString('base64')
}

/** The signing secret in the words of Standard Webhooks: `whsec_` and base64. */
export const signingSecretText = (secret: Uint8Array): string => `whsec_${Buffer.from(secret).toString('base64')}`

/** Fresh secrets of a subscription: as they are, for the one answer that tells them, and sealed, as they are kept. */
export const drawSecrets = (deps: { sealer: Sealer; randomBytes: (size: number) => Uint8Array }) => {
  const secretWord = deps.randomBytes(secretWordBytes)
  const signingSecret = deps.randomBytes(signingSecretBytes)
  return {
    signingSecret,
    sealed: { secretWord: deps.sealer.seal(secretWord), signingSecret: deps.sealer.seal(signingSecret) },
  }
}
