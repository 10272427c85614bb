import { createHash, createHmac, scrypt, timingSafeEqual } from 'node:crypto'

/** The SHA-256 of a text or of bytes, base64url: what is stored instead of a code or a session id. */
export const sha256 = (text: string | Uint8Array): string => createHash('sha256').update(text).digest('base64url')

/** The keyed SHA-256 of a text. `purpose` keeps one key's uses apart, so that a value made for one is worthless for another. */
export const keyedSha256 = (key: Uint8Array, purpose: string, text: string): Buffer =>
  createHmac('sha256', key).update(`${purpose}\n${text}`).digest()

/** Whether two texts are equal, in a time that does not depend on where they differ. */
export const sameText = (one: string, other: string): boolean => {
  // Hashed first, since the comparison takes equal lengths only.
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(one), digest(other))
}

export const base64url = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url')

export const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')

/** What scrypt costs, its N, r and p. Stored with each hash, so that a later, higher cost breaks no old one. */
export type PasswordCost = { readonly N: number; readonly r: number; readonly p: number }

/** 32 MB and about 100 ms of one core: dear to guess at, bearable to sign in with. */
export const strongPasswordCost: PasswordCost = { N: 2 ** 15, r: 8, p: 1 }
const hashBytes = 32
const maxmem = 256 * 1024 * 1024

/** A stored password: `scrypt$N$r$p$salt$hash`. `salt` is 16 random bytes. */
export const hashPassword = async (password: string, salt: Uint8Array, cost: PasswordCost): Promise<string> =>
  storedPassword(cost, salt, await derive(password, salt, cost))

/** A hash that no password has: checking against it takes as long as against a real one. */
export const nobodysPassword = (cost: PasswordCost): string => storedPassword(cost, new Uint8Array(16), new Uint8Array(hashBytes))

const storedPassword = ({ N, r, p }: PasswordCost, salt: Uint8Array, hash: Uint8Array) =>
  ['scrypt', N, r, p, base64url(salt), base64url(hash)].join('$')

/** Whether `password` is the one that `stored` was made from. False for a text that is no stored password. */
export const isPassword = async (password: string, stored: string): Promise<boolean> => {
  const [kind, N, r, p, salt = '', hash = ''] = stored.split('$')
  if (kind !== 'scrypt') return false
  const wanted = Buffer.from(hash, 'base64url')
  const given = await derive(password, Buffer.from(salt, 'base64url'), { N: Number(N), r: Number(r), p: Number(p) })
  return given.length === wanted.length && timingSafeEqual(given, wanted)
}

const derive = (password: string, salt: Uint8Array, cost: PasswordCost): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    // One person types é as one character, another's keyboard as two: NFKC makes them the same password.
    scrypt(password.normalize('NFKC'), salt, hashBytes, { ...cost, maxmem }, (error, derived) =>
      error ? reject(error) : resolve(derived),
    )
  })

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'

/** Letters and digits from random bytes, one for each byte; bytes that would make some letters likelier are passed over. */
export const lettersFrom = (bytes: Uint8Array): string =>
  [...bytes]
    .filter((byte) => byte < letters.length * 4)
    .map((byte) => letters[byte % letters.length])
    .join('')
