import { createHmac, timingSafeEqual } from 'node:crypto'

/**
 * An api key is `<name>.<mac>`: a public name and its keyed SHA-256, so that checking one needs no look-up.
 * `key` is the service's api-key key, 32 bytes.
 */
export const issueApiKey = (key: Uint8Array, name: string): string => `${name}.${macOf(key, name).toString('base64url')}`

/** Whether `text` is a key that `issueApiKey` made with the same `key`. */
export const isApiKey = (key: Uint8Array, text: string): boolean => {
  const [name = '', mac = '', ...more] = text.split('.')
  const given = Buffer.from(mac, 'base64url')
  const wanted = macOf(key, name)
  return name !== '' && more.length === 0 && given.length === wanted.length && timingSafeEqual(given, wanted)
}

const macOf = (key: Uint8Array, name: string) => createHmac('sha256', key).update(`api-key:${name}`).digest()
