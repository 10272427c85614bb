import { createCipheriv, createDecipheriv, createSecretKey } from 'node:crypto'

/** Keeps secrets that must be read again: what is stored is sealed text, which only the holder of the key can open. */
export type Sealer = {
  seal: (secret: Uint8Array) => string
  /** Throws when the text was not sealed with this key, or was changed. */
  open: (sealed: string) => Uint8Array
}

const version = 'v1.'
const ivBytes = 12
const tagBytes = 16

/** Seals by AES-256-GCM: `v1.` and the base64url of IV, tag and ciphertext. `key` is 32 bytes; `randomBytes` draws each IV. */
export const aesSealer = (key: Uint8Array, randomBytes: (size: number) => Uint8Array): Sealer => {
  // bytes would be made into a key at every call, which takes longer than the cipher
  const secretKey = createSecretKey(key)
  return {
    seal: (secret) => {
      const iv = randomBytes(ivBytes)
      const cipher = createCipheriv('aes-256-gcm', secretKey, iv)
      const text = Buffer.concat([cipher.update(secret), cipher.final()])
      return `${version}${Buffer.concat([iv, cipher.getAuthTag(), text]).toString('base64url')}`
    },
    open: (sealed) => {
      if (!sealed.startsWith(version)) throw new Error('The sealed text is of no known version')
      const bytes = Buffer.from(sealed.slice(version.length), 'base64url')
      const decipher = createDecipheriv('aes-256-gcm', secretKey, bytes.subarray(0, ivBytes), { authTagLength: tagBytes })
      decipher.setAuthTag(bytes.subarray(ivBytes, ivBytes + tagBytes))
      return new Uint8Array(Buffer.concat([decipher.update(bytes.subarray(ivBytes + tagBytes)), decipher.final()]))
    },
  }
}
