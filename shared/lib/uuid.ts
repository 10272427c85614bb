import { createHash } from 'node:crypto'
import type { Instant } from './clock.ts'

/** A UUID of version 7 (RFC 9562): sorts by `now`, epoch milliseconds; `random` is 10 random bytes. */
export const uuidV7 = (now: Instant, random: Uint8Array): string => {
  const bytes = Buffer.alloc(16)
  bytes.writeUIntBE(Math.trunc(now), 0, 6)
  bytes.set(random.subarray(0, 10), 6)
  return uuidText(bytes, 7)
}

/** No UUID of version 7 that was made at `at` or later sorts before this. */
export const firstUuidV7 = (at: Instant): string => uuidV7(Math.max(0, at), new Uint8Array(10))

/** A UUID of version 8 that follows from `parts`: the same parts always give the same one, so that a repeat is recognized. */
export const uuidOf = (...parts: readonly (string | number)[]): string =>
  uuidText(createHash('sha256').update(JSON.stringify(parts)).digest().subarray(0, 16), 8)

const uuidText = (bytes: Buffer, version: number): string => {
  const all = Buffer.from(bytes)
  all[6] = ((all[6] ?? 0) & 0x0f) | (version << 4)
  all[8] = ((all[8] ?? 0) & 0x3f) | 0x80
  const hex = all.toString('hex')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
}
