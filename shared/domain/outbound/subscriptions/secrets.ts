import { createCipheriv } from 'node:crypto'
import type { Instant } from '../../../lib/clock.ts'
import type { Sealer } from '../../../lib/sealer.ts'
import { lettersFrom } from '../../../lib/secrets.ts'

/** What is signed: the id and the body stay the same at each attempt, the instant does not. `body` is the exact text sent. */
export type SignedParts = { deliveryId: string; now: Instant; body: string }

/** The keys of one receiver. Several signing secrets are live while one replaces another. */
export type SigningKeys = { secretWord: Uint8Array; signingSecrets: readonly Uint8Array[] }

/** A block of the cipher that carries it. */
const secretWordLetters = 16
const signingSecretBytes = 32
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

/**
 * A word of 16 ASCII letters and digits: receivers keep it in a text setting and use its bytes as the key. Bytes beyond the last
 * multiple of the alphabet are skipped so that every letter is equally likely; a draw that leaves too few is made again.
 */
const drawSecretWord = (randomBytes: (size: number) => Uint8Array): Uint8Array => {
  let word = ''
  while (word.length < secretWordLetters) word += lettersFrom(randomBytes(secretWordLetters * 2))
  return Buffer.from(word.slice(0, secretWordLetters), 'ascii')
}

/** Fresh secrets of a subscription: as they are, for the one answer that shows them, and sealed, as they are kept. */
export const drawSecrets = (deps: { sealer: Sealer; randomBytes: (size: number) => Uint8Array }) => {
  const secretWord = drawSecretWord(deps.randomBytes)
  const signingSecret = deps.randomBytes(signingSecretBytes)
  return {
    signingSecret,
    sealed: { secretWord: deps.sealer.seal(secretWord), signingSecret: deps.sealer.seal(signingSecret) },
  }
}
