import { createHash } from 'node:crypto'
import type { PersonRecord } from './entity.ts'
import { personRecords } from './person-record.ts'
import type { PanelRules } from './rules.ts'

/** What a hash is made over: everything that the rules say, and not as which version, when, or for whom. */
export type HashedRules = Pick<PanelRules, 'accessPoints' | 'schedules' | 'holidays' | 'groups' | 'users' | 'credentials'>

const modulus = 2n ** 128n

/**
 * The hash of a panel's whole rules: the sum, modulo 2^128, of the hashes of its records. So it is the same whatever their order, and one
 * record changes it by its own hashes before and after.
 */
export const stateHash = (rules: HashedRules): bigint => {
  let sum = personRecords(rules).reduce((all, person) => all + personHash(person), 0n)
  for (const kind of ['accessPoints', 'schedules', 'holidays', 'groups'] as const)
    for (const record of rules[kind]) sum += recordHash(kind, record)
  return sum % modulus
}

/** What a person adds to the hash: nothing when the rules say nothing of them. */
export const personHash = ({ user, credentials }: PersonRecord): bigint =>
  user === undefined ? 0n : recordHash('people', { ...user, credentials })

/** A hash after what was said of some people was replaced. */
export const hashAfter = (hash: bigint, before: readonly PersonRecord[], after: readonly PersonRecord[]): bigint => {
  const sum = (all: readonly PersonRecord[]) => all.reduce((one, person) => one + personHash(person), 0n)
  return (((hash - sum(before) + sum(after)) % modulus) + modulus) % modulus
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

/** JSON in the form of RFC 8785: the members of objects in the order of their names, and no spaces. Numbers in rules are whole. */
export const canonicalJson = (value: unknown): string => {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, member]) => `${JSON.stringify(name)}:${canonicalJson(member)}`)
  return `{${members.join(',')}}`
}
