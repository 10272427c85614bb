import { Webhook } from 'standardwebhooks'
import type { Schemas } from './types.ts'

/** An event as a webhook brings it, and as the listings of events have it. */
export type WebhookEvent = Schemas['Event']

/** What is known of one subscription. Every kind of secret that is given has to fit; while a secret is replaced, give both. */
export type WebhookSecrets = {
  /** `signingSecret` of the subscription: `whsec_…`. Signatures by it also prove that the webhook is fresh. */
  signingSecrets?: readonly string[]
  /** The secret words; `decryptSecretWord` gives them. */
  secretWords?: readonly string[]
}

export type WebhookOptions = {
  /** How far its timestamp may be from now. */
  toleranceSeconds?: number
  /** Epoch milliseconds. */
  now?: number
}

/** A webhook is not from the API, or not of these minutes. */
export class WebhookError extends Error {
  override readonly name = 'WebhookError'
}

type HeaderSource = Headers | Readonly<Record<string, string | readonly string[] | undefined>>

/** Checks a webhook and gives its event. `body` is exactly what came, before any parsing. Throws WebhookError. */
export const verifyWebhook = async (
  headers: HeaderSource,
  body: string | Uint8Array,
  { signingSecrets = [], secretWords = [] }: WebhookSecrets,
  { toleranceSeconds = 300, now = Date.now() }: WebhookOptions = {},
): Promise<WebhookEvent> => {
  if (signingSecrets.length + secretWords.length === 0) throw new TypeError('verifyWebhook needs a secret')
  const text = textOf(body)
  if (signingSecrets.length > 0) {
    const signed = readSigned(headers)
    if (!(Math.abs(now / 1000 - signed.seconds) <= toleranceSeconds))
      throw new WebhookError('webhook-timestamp is not of these minutes')
    if (!signingSecrets.some((secret) => fits(secret, signed, text))) throw new WebhookError('webhook-signature does not fit')
  }
  if (secretWords.length > 0) {
    const signature = headerOf(headers, 'x-brivo-signature')
    const fitting = await Promise.all(secretWords.map((word) => fitsWord(word, signature, text)))
    if (!fitting.includes(true)) throw new WebhookError('X-Brivo-Signature does not fit')
  }
  try {
    // Signed by the API, which writes events in this shape.
    return JSON.parse(text) as WebhookEvent
  } catch {
    throw new WebhookError('The body is not JSON')
  }
}

/**
 * The secret word of a subscription, from its `encryptedSecretWord` and the client id of the application that created it. Throws
 * when the two do not belong together in length.
 */
export const decryptSecretWord = async (encryptedSecretWord: string, clientId: string): Promise<string> => {
  const bytes = new TextEncoder().encode(clientId.replaceAll('-', ''))
  const key = await crypto.subtle.importKey('raw', bytes, 'AES-CBC', false, ['encrypt', 'decrypt'])
  const word = Uint8Array.from(atob(encryptedSecretWord), (character) => character.charCodeAt(0))
  // Web Crypto insists on padding, and the word has none: a block of nothing but padding is put after it.
  const padding = await crypto.subtle.encrypt({ name: 'AES-CBC', iv: word.slice(-16) }, key, new Uint8Array())
  const padded = new Uint8Array([...word, ...new Uint8Array(padding)])
  return new TextDecoder().decode(await crypto.subtle.decrypt({ name: 'AES-CBC', iv: new Uint8Array(16) }, key, padded))
}

type Signed = { id: string; seconds: number; signatures: readonly string[] }

const readSigned = (headers: HeaderSource): Signed => {
  const seconds = headerOf(headers, 'webhook-timestamp')
  return {
    id: headerOf(headers, 'webhook-id'),
    seconds: /^\d+$/.test(seconds) ? Number(seconds) : Number.NaN,
    signatures: headerOf(headers, 'webhook-signature').split(' '),
  }
}

const fits = (secret: string, { id, seconds, signatures }: Signed, text: string): boolean => {
  const webhook = readSecret(secret)
  if (!webhook) return false
  const expected = webhook.sign(id, new Date(seconds * 1000), text)
  return signatures.filter((one) => same(one, expected)).length > 0
}

/** Undefined for what is no signing secret, such as a setting that is not filled in yet: it fits nothing, and others beside it may. */
const readSecret = (secret: string): Webhook | undefined => {
  try {
    return new Webhook(secret)
  } catch {
    return undefined
  }
}

const fitsWord = async (word: string, signature: string, text: string): Promise<boolean> => {
  // Anybody could sign with an empty word.
  if (!word || !/^[0-9a-f]{64}$/.test(signature)) return false
  const given = Uint8Array.from(signature.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))
  const encode = (value: string) => new TextEncoder().encode(value)
  const key = await crypto.subtle.importKey('raw', encode(word), { name: 'HMAC', hash: 'SHA-256' }, false, ['verify'])
  return crypto.subtle.verify('HMAC', key, given, encode(text))
}

/** Compares in a time that does not depend on where two texts differ. */
const same = (one: string, other: string): boolean => {
  if (one.length !== other.length) return false
  let difference = 0
  for (let index = 0; index < one.length; index += 1) difference |= one.charCodeAt(index) ^ other.charCodeAt(index)
  return difference === 0
}

const headerOf = (headers: HeaderSource, name: string): string => {
  const value =
    headers instanceof Headers ? headers.get(name) : Object.entries(headers).find(([key]) => key.toLowerCase() === name)?.[1]
  return typeof value === 'string' ? value : ''
}

const textOf = (body: string | Uint8Array): string => {
  if (typeof body === 'string') return body
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body)
  } catch {
    throw new WebhookError('The body is not UTF-8')
  }
}
