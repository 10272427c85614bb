import { describe, expect, it } from 'vitest'
import {
  hashPassword,
  isPassword,
  keyedSha256,
  lettersFrom,
  nobodysPassword,
  sameText,
  strongPasswordCost,
} from '../../shared/lib/secrets.ts'

const salt = new Uint8Array(16).fill(1)

describe('a stored password', () => {
  it('is scrypt at a cost that is dear to guess at, stored with the hash', async () => {
    const stored = await hashPassword('correct horse', salt, strongPasswordCost)
    expect(stored).toMatch(/^scrypt\$32768\$8\$1\$AQEBAQEBAQEBAQEBAQEBAQ\$[\w-]{43}$/)
    expect(await isPassword('correct horse', stored)).toBe(true)
    expect(await isPassword('correct horsf', stored)).toBe(false)
  })

  it('of an older, lower cost still works', async () => {
    const stored = await hashPassword('x', salt, { N: 16, r: 1, p: 1 })
    expect(stored).toMatch(/^scrypt\$16\$1\$1\$/)
    expect(await isPassword('x', stored)).toBe(true)
  })

  it('is the same however a keyboard composes its letters', async () => {
    const stored = await hashPassword('caf\u00e9', salt, { N: 16, r: 1, p: 1 })
    expect(await isPassword('cafe\u0301', stored)).toBe(true)
  })

  it('that nobody has costs as much to check, and never fits', async () => {
    expect(nobodysPassword(strongPasswordCost).split('$').slice(0, 4)).toEqual(['scrypt', '32768', '8', '1'])
    expect(await isPassword('', nobodysPassword({ N: 16, r: 1, p: 1 }))).toBe(false)
  })

  it('is not just any text', async () => {
    for (const text of ['', 'x', 'md5$a$b', '$$$$$']) expect(await isPassword('', text)).toBe(false)
  })
})

describe('secrets', () => {
  it('are keyed for one purpose only', () => {
    const key = new Uint8Array(32).fill(7)
    const macs = [keyedSha256(key, 'a', 'text'), keyedSha256(key, 'b', 'text'), keyedSha256(new Uint8Array(32), 'a', 'text')]
    expect(new Set(macs.map((mac) => mac.toString('hex'))).size).toBe(3)
  })

  it('are compared whole', () => {
    expect(sameText('abc', 'abc')).toBe(true)
    for (const other of ['', 'ab', 'abcd', 'abd']) expect(sameText('abc', other)).toBe(false)
  })

  it('are drawn evenly from letters and digits', () => {
    const all = lettersFrom(Uint8Array.from({ length: 256 }, (_, byte) => byte))
    expect(all).toHaveLength(248)
    const counts = new Map<string, number>()
    for (const letter of all) counts.set(letter, (counts.get(letter) ?? 0) + 1)
    expect(counts.size).toBe(62)
    expect(new Set(counts.values())).toEqual(new Set([4]))
  })
})
