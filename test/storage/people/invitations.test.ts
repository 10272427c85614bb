import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ValueCredential } from '../../../shared/domain/people/credentials/entity.ts'
import { ended, type Invitation } from '../../../shared/domain/people/mobile-keys/entity.ts'
import { AccountId, CredentialId, InvitationId, UserId } from '../../../shared/lib/ids.ts'
import { createStores, type Stores } from '../../../shared/storage/stores.ts'
import type { Table } from '../../../shared/storage/table/types.ts'
import { memoryTable } from '../../fakes/memory-table.ts'
import { next, user } from '../../support/holders.ts'
import { type LocalTable, startLocalTable } from '../../support/local-table.ts'

let local: LocalTable
beforeAll(async () => {
  local = await startLocalTable()
})
afterAll(() => local.stop())

const of = (account: number) => AccountId.parse(account)
const limits = { mobilePasses: 2, walletPasses: 1, allegion: 0 }

/** An invitation and its key for the user with this id, whose code is made of it. */
const inviting = (id: number, walletPass = false) => {
  const key: ValueCredential = {
    id: CredentialId.parse(id),
    version: 1,
    kind: 'mobile_key',
    state: 'pending',
    encoded: `key-${id}`,
    userId: UserId.parse(id),
    walletPass,
    createdAt: 0,
    updatedAt: 0,
  }
  const invitation: Invitation = {
    id: InvitationId.parse(id),
    version: 1,
    userId: UserId.parse(id),
    credentialId: key.id,
    referenceId: 'a@example.com',
    accessCode: `code-${id}`,
    walletPass,
    state: 'pending',
    createdAt: 0,
    expiresAt: 100 * id,
  }
  return { user: user(id), key, invitation }
}

describe.each([
  ['in memory', () => memoryTable() as Table],
  ['DynamoDB Local', () => local.table],
])('invitations: %s', (_name, make) => {
  let stores: Stores
  beforeAll(() => {
    stores = createStores(make())
  })
  const inviteAll = async (account: number, ...ids: number[]) => {
    for (const id of ids) {
      await stores.users.add(of(account), user(id), undefined)
      expect(await stores.invitations.invite(of(account), inviting(id), limits, undefined)).toEqual({ ok: true })
    }
  }

  it('are found by their user and, in any account, by their code; their keys are the users’', async () => {
    const { invitations, credentials } = stores
    await inviteAll(1, 11)
    const { invitation, key } = inviting(11)
    expect(await invitations.ofUser(of(1), UserId.parse(11))).toEqual([invitation])
    expect(await invitations.findByCode('code-11')).toEqual({ accountId: 1, invitation })
    expect(await invitations.findByCode('code-12')).toBeUndefined()
    expect(await credentials.ofUser(of(1), UserId.parse(11))).toEqual([key])
  })

  it('take a place each, and no more than there are, however many are made at once', async () => {
    const { invitations, credentials, users } = stores
    const ids = [21, 22, 23, 24]
    for (const id of ids) await users.add(of(2), user(id), undefined)
    const made = await Promise.all(ids.map((id) => invitations.invite(of(2), inviting(id), limits, undefined)))
    expect(made.filter(({ ok }) => ok)).toHaveLength(2)
    expect(made.filter((one) => !one.ok && one.reason === 'used-up')).toHaveLength(2)
    expect(await credentials.places(of(2))).toEqual({ mobilePasses: 2, walletPasses: 0, allegion: 0 })
    expect(await credentials.places(of(3))).toEqual({ mobilePasses: 0, walletPasses: 0, allegion: 0 })
  })

  it('with a wallet pass take a place of those too', async () => {
    const { invitations, credentials, users } = stores
    for (const id of [41, 42]) await users.add(of(4), user(id), undefined)
    expect(await invitations.invite(of(4), inviting(41, true), limits, undefined)).toEqual({ ok: true })
    const second = await invitations.invite(of(4), inviting(42, true), limits, undefined)
    expect(second).toEqual({ ok: false, reason: 'used-up' })
    expect(await credentials.places(of(4))).toEqual({ mobilePasses: 1, walletPasses: 1, allegion: 0 })
  })

  it('of an account without places are none', async () => {
    const { invitations, users } = stores
    await users.add(of(5), user(51), undefined)
    const none = { mobilePasses: 0, walletPasses: 0, allegion: 0 }
    expect(await invitations.invite(of(5), inviting(51), none, undefined)).toEqual({ ok: false, reason: 'used-up' })
  })

  it('are refused when the user has changed since it was read, or the code is taken', async () => {
    const { invitations, users } = stores
    await inviteAll(6, 61)
    await users.add(of(6), user(62), undefined)
    const wanted = inviting(62)
    const old = { ...wanted, user: next(user(62), {}) }
    expect(await invitations.invite(of(6), old, limits, undefined)).toEqual({ ok: false, reason: 'changed' })
    const taken = { ...wanted, invitation: { ...wanted.invitation, accessCode: 'code-61' } }
    expect(await invitations.invite(of(6), taken, limits, undefined)).toEqual({ ok: false, reason: 'changed' })
    expect(await invitations.invite(of(6), wanted, limits, undefined)).toEqual({ ok: true })
  })

  it('that are redeemed have an active key, once', async () => {
    const { invitations, credentials } = stores
    await inviteAll(7, 71)
    const { invitation, key } = inviting(71)
    const active = next(key, { state: 'active' as const })
    const after = ended(invitation, 'redeemed', 5)
    expect(await invitations.redeem(of(7), after, active, undefined)).toEqual({ ok: true })
    expect(await invitations.redeem(of(7), after, active, undefined)).toEqual({ ok: false, reason: 'changed' })
    expect(await credentials.get(of(7), 71)).toEqual(active)
    expect(await invitations.ofUser(of(7), UserId.parse(71))).toEqual([after])
    expect(await credentials.places(of(7))).toEqual({ mobilePasses: 1, walletPasses: 0, allegion: 0 })
  })

  it('that are withdrawn have no key and no code, and give their place back', async () => {
    const { invitations, credentials } = stores
    await inviteAll(8, 81)
    const { invitation, key } = inviting(81)
    const after = ended(invitation, 'cancelled', 5)
    expect(await invitations.withdraw(of(8), after, key, undefined)).toEqual({ ok: true })
    expect(await invitations.withdraw(of(8), after, key, undefined)).toEqual({ ok: false, reason: 'changed' })
    expect(await credentials.ofUser(of(8), UserId.parse(81))).toEqual([])
    expect(await invitations.findByCode('code-81')).toBeUndefined()
    expect(await credentials.places(of(8))).toEqual({ mobilePasses: 0, walletPasses: 0, allegion: 0 })
  })

  it('that are late are found, the oldest first, until they are over', async () => {
    const { invitations } = stores
    await inviteAll(9, 91, 92)
    const late = async (now: number) => (await invitations.lateOf(of(9), now, 10)).map(({ id }) => Number(id))
    expect(await late(9_099)).toEqual([])
    expect(await late(9_100)).toEqual([91])
    expect(await late(9_999)).toEqual([91, 92])
    const { invitation, key } = inviting(91)
    await invitations.withdraw(of(9), ended(invitation, 'expired', 9_999), key, undefined)
    expect(await late(9_999)).toEqual([92])
  })

  it.each(['release', 'remove', 'delete the user'] as const)('give their place back by %s', async (how) => {
    const { credentials, users } = stores
    const account = { release: 101, remove: 102, 'delete the user': 103 }[how]
    await inviteAll(account, account)
    const { key } = inviting(account)
    if (how === 'release') await credentials.release(of(account), [key], 5, undefined)
    else if (how === 'remove') await credentials.remove(of(account), key, undefined)
    else await users.remove(of(account), next(user(account), {}), [key], 5, undefined)
    expect(await credentials.places(of(account))).toEqual({ mobilePasses: 0, walletPasses: 0, allegion: 0 })
  })

  it('count wrong codes by where they came from', async () => {
    const { invitations } = stores
    expect(await invitations.wrongCodesFrom('192.0.2.1')).toBeUndefined()
    await invitations.countWrongCode('192.0.2.1', 5)
    expect(await invitations.countWrongCode('192.0.2.1', 6)).toMatchObject({ failures: 2 })
    expect(await invitations.wrongCodesFrom('192.0.2.2')).toBeUndefined()
  })

  it('give several keys wallet passes in one transaction: all or none', async () => {
    const { credentials } = stores
    await inviteAll(12, 121, 122)
    const changes = [121, 122].map((id) => {
      const { key } = inviting(id)
      return { before: key, next: next(key, { walletPass: true, referenceId: 'b@example.com' }) }
    })
    expect(await credentials.setWalletPasses(of(12), changes, limits, undefined)).toEqual({ ok: false, reason: 'used-up' })
    const room = { mobilePasses: 2, walletPasses: 2, allegion: 0 }
    expect(await credentials.setWalletPasses(of(12), changes, room, undefined)).toEqual({ ok: true })
    expect(await credentials.setWalletPasses(of(12), changes, room, undefined)).toEqual({ ok: false, reason: 'changed' })
    expect(await credentials.get(of(12), 121)).toMatchObject({ walletPass: true, referenceId: 'b@example.com', version: 2 })
    expect(await credentials.places(of(12))).toEqual({ mobilePasses: 2, walletPasses: 2, allegion: 0 })
  })
})
