import { createHash } from 'node:crypto'
import { canonicalJson } from './canonical-json.ts'
import { type Frame, type FrameChange, frameKinds, type PersonRecord, withFrame } from './entity.ts'
import type { PanelCredential, PanelRules, PanelUser } from './rules.ts'

/** What a hash is made over: everything that the rules say, and not as which version, when, or for whom. */
export type HashedRules = Pick<
  PanelRules,
  'accessPoints' | 'schedules' | 'holidays' | 'groups' | 'areas' | 'users' | 'credentials'
>

const modulus = 2n ** 128n

/**
 * The hash of a panel's whole rules: the sum, modulo 2^128, of the hashes of its records. So it is the same whatever their order, and one
 * record changes it by its own hashes before and after.
 */
export const stateHash = (rules: HashedRules): bigint => {
  const users = rules.users.reduce((sum, user) => sum + userHash(user), 0n)
  const credentials = rules.credentials.reduce((sum, credential) => sum + credentialHash(credential), 0n)
  return positive(users + credentials + frameHash(rules))
}

/** What a person and what they hold add to the hash: nothing when the rules say nothing of them. */
export const personHash = ({ user, credentials }: PersonRecord): bigint =>
  user ? credentials.reduce((sum, credential) => sum + credentialHash(credential), userHash(user)) : 0n

export const userHash = (user: PanelUser): bigint => recordHash('users', user)
export const credentialHash = (credential: PanelCredential): bigint => recordHash('credentials', credential)

/** What a frame adds to the hash. */
export const frameHash = (frame: Frame): bigint =>
  frameKinds.reduce((sum, kind) => frame[kind].reduce((one, record) => one + recordHash(kind, record), sum), 0n)

/** A hash after the frame of the rules was changed. */
export const hashAfterFrame = (hash: bigint, before: Frame, change: FrameChange): bigint =>
  positive(hash - frameHash(before) + frameHash(withFrame(before, change)))

/** A sum of hashes and of negative hashes as a hash. */
export const positive = (sum: bigint): bigint => ((sum % modulus) + modulus) % modulus

/** A hash after what was said of some people was replaced. */
export const hashAfter = (hash: bigint, before: readonly PersonRecord[], after: readonly PersonRecord[]): bigint => {
  const sum = (all: readonly PersonRecord[]) => all.reduce((one, person) => one + personHash(person), 0n)
  return positive(hash - sum(before) + sum(after))
}

/** A hash as it is written: 32 lower-case hexadecimal digits. */
export const hashText = (hash: bigint): string => hash.toString(16).padStart(32, '0')

/** The first 16 bytes of the SHA-256 of `kind`, a line feed and the record as canonical JSON, as a big-endian number. */
const recordHash = (kind: string, record: object): bigint => {
  const digest = createHash('sha256')
    .update(`${kind}\n${canonicalJson(record)}`)
    .digest('hex')
  return BigInt(`0x${digest.slice(0, 32)}`)
}
