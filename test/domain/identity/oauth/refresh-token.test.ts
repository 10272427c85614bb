import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Grant, refreshGrace, sharedTokenRest, sharingMemory } from '../../../../shared/domain/identity/oauth/entity.ts'
import { decideRefresh, readRefreshToken, refreshTokenOf } from '../../../../shared/domain/identity/oauth/refresh-token.ts'
import { AccountId, AdministratorId } from '../../../../shared/lib/ids.ts'

const key = new Uint8Array(32).fill(1)
const now = Date.UTC(2026, 2, 2, 12)
const grantAt = (generation: number, more: Partial<Grant> = {}): Grant => ({
  accountId: AccountId.parse(1),
  administratorId: AdministratorId.parse(11),
  signInVersion: 1,
  clientId: 'client',
  id: '5f0c5a0e-3c3f-4a39-8d5a-0b8a2f0f5b11',
  seed: 'seed',
  generation,
  rotatedAt: now,
  expiresAt: now + 1_000_000,
  listedUntil: now + 1_000_000,
  createdAt: now,
  ...more,
})
const presented = (grant: Grant, generation: number) => {
  const read = readRefreshToken(refreshTokenOf(key, grant, generation))
  if (!read) throw new Error('not a token')
  return read
}

describe('a refresh token', () => {
  it('says its grant and generation, and is read as it was written', () => {
    fc.assert(
      fc.property(fc.uuid(), fc.integer({ min: 1, max: 2 ** 31 }), (id, generation) => {
        const read = readRefreshToken(refreshTokenOf(key, grantAt(1, { id }), generation))
        expect(read).toMatchObject({ grantId: id, generation })
      }),
    )
  })

  it('is not read from any other text', () => {
    fc.assert(fc.property(fc.string(), (text) => readRefreshToken(text) === undefined))
    expect(readRefreshToken(`${refreshTokenOf(key, grantAt(1), 1)}.x`)).toBeUndefined()
  })

  it('cannot be made without the key, nor without the seed', () => {
    const token = refreshTokenOf(key, grantAt(1), 1)
    expect(refreshTokenOf(new Uint8Array(32), grantAt(1), 1)).not.toBe(token)
    expect(refreshTokenOf(key, grantAt(1, { seed: 'other' }), 1)).not.toBe(token)
  })

  it.each([
    [5, 0, 'rotate'],
    [4, 0, 'retry'],
    [4, refreshGrace - 1, 'retry'],
    [4, refreshGrace, 'reused'],
    [3, 0, 'reused'],
    [1, 0, 'reused'],
    [6, 0, 'invalid'],
  ] as const)('of generation %i, %i ms after the fifth came to be: %s', (generation, after, decision) => {
    const grant = grantAt(5)
    expect(decideRefresh(key, grant, presented(grant, generation), now + after)).toBe(decision)
  })

  it('rests for a while when several callers are known to share it, so that none is left two behind', () => {
    const shared = grantAt(5, { retries: 2, retriedAt: now })
    expect(decideRefresh(key, shared, presented(shared, 5), now + sharedTokenRest - 1)).toBe('repeat')
    expect(decideRefresh(key, shared, presented(shared, 5), now + sharedTokenRest)).toBe('rotate')
    expect(decideRefresh(key, shared, presented(shared, 4), now)).toBe('retry')
    expect(decideRefresh(key, shared, presented(shared, 3), now)).toBe('reused')
    const once = grantAt(5, { retries: 1, retriedAt: now })
    expect(decideRefresh(key, once, presented(once, 5), now)).toBe('rotate')
    const longAgo = grantAt(5, { retries: 9, retriedAt: now - sharingMemory })
    expect(decideRefresh(key, longAgo, presented(longAgo, 5), now)).toBe('rotate')
  })

  it('of a grant that is over or was ended does nothing, the newest and older ones alike', () => {
    for (const more of [{ expiresAt: now }, { revokedAt: now - 1 }]) {
      const grant = grantAt(5, more)
      for (const generation of [5, 4, 1]) expect(decideRefresh(key, grant, presented(grant, generation), now)).toBe('invalid')
    }
  })

  it('with another mac is not one that was ever issued', () => {
    const grant = grantAt(5)
    for (const generation of [5, 4, 1]) {
      const forged = { ...presented(grant, generation), mac: 'A'.repeat(43) }
      expect(decideRefresh(key, grant, forged, now)).toBe('invalid')
    }
  })
})
