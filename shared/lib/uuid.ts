import { createHash } from 'node:crypto'
import { stringify, v7 } from 'uuid'
import type { Instant } from './clock.ts'

/** A UUID of version 7 (RFC 9562): sorts by `now`, epoch milliseconds; `random` is 10 random bytes. */
export const uuidV7 = (now: Instant, random: Uint8Array): string => {
  // The first six are where the instant goes.
  const bytes = new Uint8Array(16)
  bytes.set(random.subarray(0, 10), 6)
  return v7({ msecs: Math.trunc(now), random: bytes })
}

/** No UUID of version 7 that was made at `at` or later sorts before this. */
export const firstUuidV7 = (at: Instant): string => uuidV7(Math.max(0, at), new Uint8Array(10))

/**
 * A UUID of version 8 that follows from `parts`: the same parts always give the same one, so that a repeat is recognized. The
 * package makes none of this version, and its version 5 is made by SHA-1.
 */
export const uuidOf = (...parts: readonly (string | number)[]): string => {
  const bytes = new Uint8Array(createHash('sha256').update(JSON.stringify(parts)).digest().subarray(0, 16))
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x80
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
  return stringify(bytes)
}
