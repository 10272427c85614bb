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

/**
 * The same with `tail`, a whole number below 2^53, as its last seven bytes: whoever has the id has the number. `random` are 3 bytes, of which
 * 18 bits are used, so among the ids of one millisecond and one `tail` some may be equal: who stores them has to look.
 */
export const uuidV7With = (now: Instant, tail: number, random: Uint8Array): string => {
  const bytes = new Uint8Array(16)
  const view = new DataView(bytes.buffer)
  view.setBigUint64(8, BigInt(tail))
  view.setUint16(0, Math.floor(now / 2 ** 32))
  view.setUint32(2, Math.floor(now) % 2 ** 32)
  const [first = 0, second = 0, third = 0] = random
  bytes[6] = 0x70 | (first & 0x0f)
  bytes[7] = second
  bytes[8] = 0x80 | (third & 0x3f)
  return stringify(bytes)
}

/** The number in the last seven bytes of a UUID. It may be above 2^53 in one that `uuidV7With` did not make. */
export const tailOf = (uuid: string): number => Number.parseInt(uuid.replaceAll('-', '').slice(-14), 16)

/** When a UUID of version 7 was made. */
export const instantOf = (uuid: string): Instant => Number.parseInt(uuid.replaceAll('-', '').slice(0, 12), 16)

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
