import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { AccountId, CredentialId } from '../../../shared/lib/ids.ts'
import { createStores, type Stores } from '../../../shared/storage/stores.ts'
import type { Table } from '../../../shared/storage/table/types.ts'
import { memoryTable } from '../../fakes/memory-table.ts'
import { credential, next, user } from '../../support/holders.ts'
import { type LocalTable, startLocalTable } from '../../support/local-table.ts'

let local: LocalTable
beforeAll(async () => {
  local = await startLocalTable()
})
afterAll(() => local.stop())

const of = (account: number) => AccountId.parse(account)

describe.each([
  ['in memory', () => memoryTable() as Table],
  ['DynamoDB Local', () => local.table],
])('credentials: %s', (_name, make) => {
  let stores: Stores
  beforeAll(() => {
    stores = createStores(make())
  })

  it('have bits that no other of the account has, and are found by them', async () => {
    const { credentials } = stores
    const card = credential(1, { encoded: '28c0293' })
    expect(await credentials.add(of(1), card, undefined)).toEqual({ ok: true })
    const same = credential(2, { encoded: '28c0293' })
    expect(await credentials.add(of(1), same, undefined)).toEqual({ ok: false, reason: 'duplicate' })
    expect(await credentials.findByEncoded(of(1), 'card', '28c0293')).toEqual([card])
    expect(await credentials.findByEncoded(of(2), 'card', '28c0293')).toEqual([])
    expect(await credentials.remove(of(1), card, undefined)).toEqual({ ok: true })
    expect(await credentials.findByEncoded(of(1), 'card', '28c0293')).toEqual([])
    expect(await credentials.add(of(1), same, undefined)).toEqual({ ok: true })
  })

  it('share a number with cards of other lengths, and are found together', async () => {
    const { credentials } = stores
    const [short, long] = [credential(1, { encoded: 'a00c8' }), credential(2, { encoded: 'a00c8', bits: 34 })]
    expect(await credentials.add(of(5), short, undefined)).toEqual({ ok: true })
    expect(await credentials.add(of(5), long, undefined)).toEqual({ ok: true })
    const again = credential(3, { encoded: 'a00c8', bits: 34 })
    expect(await credentials.add(of(5), again, undefined)).toEqual({ ok: false, reason: 'duplicate' })
    expect(await credentials.findByEncoded(of(5), 'card', 'a00c8')).toEqual([short, long])
    expect(await credentials.remove(of(5), short, undefined)).toEqual({ ok: true })
    expect(await credentials.findByEncoded(of(5), 'card', 'a00c8')).toEqual([long])
    expect(await credentials.remove(of(5), long, undefined)).toEqual({ ok: true })
    expect(await credentials.add(of(5), again, undefined)).toEqual({ ok: true })
  })

  it('of unknown length share their number with no other card, whichever comes first', async () => {
    const { credentials } = stores
    const unknown = credential(1, { encoded: 'abc' })
    delete unknown.bits
    const known = credential(2, { encoded: 'abc' })
    expect(await credentials.add(of(6), unknown, undefined)).toEqual({ ok: true })
    expect(await credentials.add(of(6), known, undefined)).toEqual({ ok: false, reason: 'duplicate' })
    expect(await credentials.findByEncoded(of(6), 'card', 'abc')).toEqual([unknown])
    expect(await credentials.remove(of(6), unknown, undefined)).toEqual({ ok: true })
    expect(await credentials.add(of(6), known, undefined)).toEqual({ ok: true })
    expect(await credentials.add(of(6), unknown, undefined)).toEqual({ ok: false, reason: 'duplicate' })
  })

  it('of other kinds are unique by family: a switch code is not the PIN of anybody', async () => {
    const { credentials, users } = stores
    const plain = { version: 1, state: 'active', createdAt: 0, updatedAt: 0 } as const
    const other = (id: number, kind: 'switch_code' | 'qr' | 'plate') =>
      ({ ...plain, id: CredentialId.parse(id), kind, encoded: '4711' }) as const
    expect(await users.add(of(7), user(1, { pin: '4711' }), undefined)).toEqual({ ok: true })
    expect(await credentials.add(of(7), other(2, 'switch_code'), undefined)).toEqual({ ok: false, reason: 'duplicate' })
    expect(await credentials.add(of(7), other(3, 'qr'), undefined)).toEqual({ ok: true })
    expect(await credentials.add(of(7), other(4, 'plate'), undefined)).toEqual({ ok: true })
    expect(await credentials.add(of(7), credential(5, { encoded: '4711' }), undefined)).toEqual({ ok: true })
    expect(await credentials.add(of(7), other(6, 'qr'), undefined)).toEqual({ ok: false, reason: 'duplicate' })
    expect(await credentials.findByEncoded(of(7), 'plate', '4711')).toEqual([other(4, 'plate')])
    expect(await credentials.add(of(8), other(2, 'switch_code'), undefined)).toEqual({ ok: true })
    const taken = await users.add(of(8), user(1, { pin: '4711' }), undefined)
    expect(taken).toEqual({ ok: false, reason: 'taken', what: 'pin' })
    expect(await credentials.remove(of(8), other(2, 'switch_code'), undefined)).toEqual({ ok: true })
    expect(await users.add(of(8), user(1, { pin: '4711' }), undefined)).toEqual({ ok: true })
  })

  it('belong to one user at a time, and their holders are known by their dates', async () => {
    const { credentials, users } = stores
    const [peter, gamora, card] = [user(10), user(11), credential(12)]
    await users.add(of(3), peter, undefined)
    await users.add(of(3), gamora, undefined)
    await credentials.add(of(3), card, undefined)
    const held = next(card, { userId: peter.id, effectiveFrom: 5, effectiveTo: 9 })
    expect(await credentials.assign(of(3), card, held, undefined)).toEqual({ ok: true })
    expect(await credentials.assign(of(3), card, held, undefined)).toEqual({ ok: false, reason: 'changed' })
    for (const [now, holders] of [
      [4, []],
      [5, [10]],
      [9, [10]],
      [10, []],
    ] as const) {
      expect([...(await credentials.holders(of(3), now))]).toEqual(holders)
    }
    const moved = { ...card, userId: gamora.id, effectiveFrom: 5, version: 3 }
    expect(await credentials.assign(of(3), held, moved, undefined)).toEqual({ ok: true })
    expect(await credentials.ofUser(of(3), peter.id)).toEqual([])
    expect(await credentials.ofUser(of(3), gamora.id)).toEqual([moved])
    expect([...(await credentials.holders(of(3), 6))]).toEqual([11])
    expect(await credentials.release(of(3), [moved], 7, undefined)).toEqual({ ok: true })
    expect(await credentials.release(of(3), [moved], 7, undefined)).toEqual({ ok: false, reason: 'changed' })
    expect([...(await credentials.holders(of(3), 6))]).toEqual([])
    expect(await credentials.get(of(3), card.id)).toEqual({ ...card, version: 4, updatedAt: 7 })
  })

  it('go to nobody who is gone', async () => {
    const { credentials } = stores
    const card = credential(20)
    await credentials.add(of(4), card, undefined)
    const wanted = next(card, { userId: user(21).id })
    expect(await credentials.assign(of(4), card, wanted, undefined)).toEqual({ ok: false, reason: 'missing-user' })
    expect(await credentials.get(of(4), card.id)).toEqual(card)
  })
})
