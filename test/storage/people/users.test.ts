import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { AccountId, GroupId, UserId } from '../../../shared/lib/ids.ts'
import { createStores, type Stores } from '../../../shared/storage/stores.ts'
import type { Table } from '../../../shared/storage/table/types.ts'
import { memoryTable } from '../../fakes/memory-table.ts'
import { credential, group, next, user } from '../../support/holders.ts'
import { type LocalTable, startLocalTable } from '../../support/local-table.ts'

let local: LocalTable
beforeAll(async () => {
  local = await startLocalTable()
})
afterAll(() => local.stop())

const of = (account: number) => AccountId.parse(account)
const groupIds = (...ids: number[]) => ids.map((id) => GroupId.parse(id))
const withoutPin = ({ pin: _pin, ...rest }: ReturnType<typeof user>) => rest

describe.each([
  ['in memory', () => memoryTable() as Table],
  ['DynamoDB Local', () => local.table],
])('users: %s', (_name, make) => {
  let stores: Stores
  beforeAll(() => {
    stores = createStores(make())
  })

  it('are found by their external id, and keep it from others of the account only', async () => {
    const { users } = stores
    const star = user(1, { externalId: 'Star Lord', pin: '5678' })
    expect(await users.add(of(1), star, undefined)).toEqual({ ok: true })
    expect(await users.findByExternalId(of(1), 'Star Lord')).toEqual(star)
    expect(await users.add(of(1), user(2, { externalId: 'Star Lord' }), undefined)).toMatchObject({ what: 'externalId' })
    expect(await users.add(of(1), user(2, { pin: '5678' }), undefined)).toMatchObject({ reason: 'taken', what: 'pin' })
    expect(await users.findByExternalId(of(2), 'Star Lord')).toBeUndefined()
    expect(await users.add(of(2), user(2, { externalId: 'Star Lord', pin: '5678' }), undefined)).toEqual({ ok: true })
  })

  it('give an external id and a PIN up when they are changed or cleared', async () => {
    const { users } = stores
    const before = user(10, { externalId: 'a', pin: '1111' })
    await users.add(of(3), before, undefined)
    const after = withoutPin(next(before, { externalId: 'b' }))
    expect(await users.replace(of(3), before, after, undefined)).toEqual({ ok: true })
    expect(await users.findByExternalId(of(3), 'a')).toBeUndefined()
    expect(await users.add(of(3), user(11, { externalId: 'a', pin: '1111' }), undefined)).toEqual({ ok: true })
    expect(await users.replace(of(3), after, next(after, { externalId: 'a' }), undefined)).toMatchObject({ what: 'externalId' })
  })

  it('join and leave groups, seen from both sides and counted', async () => {
    const { users, groups } = stores
    for (const id of [21, 22]) await groups.add(of(4), group(id), undefined)
    const before = user(20)
    await users.add(of(4), before, undefined)
    const member = next(before, { groupIds: groupIds(21, 22) })
    expect(await users.replace(of(4), before, member, undefined)).toEqual({ ok: true })
    expect(await groups.memberIds(of(4), GroupId.parse(21))).toEqual([20])
    expect(await groups.groupIdsOf(of(4), UserId.parse(20))).toEqual([21, 22])
    const left = next(member, { groupIds: groupIds(22) })
    expect(await users.replace(of(4), member, left, undefined)).toEqual({ ok: true })
    const page = { offset: 0, pageSize: 20 }
    expect(await groups.memberPage(of(4), GroupId.parse(21), page)).toEqual({ data: [], count: 0 })
    expect(await groups.memberPage(of(4), GroupId.parse(22), page)).toEqual({ data: [20], count: 1 })
    expect(await groups.memberPage(of(4), GroupId.parse(22), { offset: 1, pageSize: 20 })).toEqual({ data: [], count: 1 })
  })

  it('do not join a group that is gone, and then nothing of the change is done', async () => {
    const { users } = stores
    const before = user(30)
    await users.add(of(5), before, undefined)
    const wanted = next(before, { groupIds: groupIds(31), externalId: 'x' })
    expect(await users.replace(of(5), before, wanted, undefined)).toEqual({ ok: false, reason: 'missing-group', groupId: 31 })
    expect(await users.get(of(5), 30)).toEqual(before)
    expect(await users.findByExternalId(of(5), 'x')).toBeUndefined()
  })

  it('leave nothing behind when they are deleted, and their credentials become free', async () => {
    const { users, groups, credentials } = stores
    await groups.add(of(6), group(41), undefined)
    const before = user(40, { externalId: 'gone', pin: '4040', groupIds: groupIds(41) })
    await users.add(of(6), before, undefined)
    const card = credential(42)
    await credentials.add(of(6), card, undefined)
    await credentials.assign(of(6), card, next(card, { userId: before.id, effectiveFrom: 7 }), undefined)
    const held = await credentials.ofUser(of(6), before.id)
    expect(held).toMatchObject([{ id: 42, effectiveFrom: 7 }])
    // The assignment counted the user's version up: a deletion that has not seen it is refused.
    expect(await users.remove(of(6), before, held, 9, undefined)).toMatchObject({ ok: false, reason: 'changed' })
    const current = await users.get(of(6), 40)
    expect(current && (await users.remove(of(6), current, held, 9, undefined))).toEqual({ ok: true })
    expect(await users.get(of(6), 40)).toBeUndefined()
    expect(await groups.memberIds(of(6), GroupId.parse(41))).toEqual([])
    expect(await credentials.get(of(6), 42)).toEqual({ ...card, version: 3, updatedAt: 9 })
    expect(await credentials.ofUser(of(6), before.id)).toEqual([])
    expect(await users.add(of(6), user(43, { externalId: 'gone', pin: '4040' }), undefined)).toEqual({ ok: true })
  })

  it('are added to one group all at once, and each is counted once', async () => {
    const { users, groups } = stores
    await groups.add(of(7), group(50), undefined)
    const people = Array.from({ length: 12 }, (_, index) => user(500 + ((index * 5) % 12)))
    for (const one of people) await users.add(of(7), one, undefined)
    const join = async (one: ReturnType<typeof user>) => {
      const member = next(one, { groupIds: groupIds(50) })
      for (let tries = 0; tries < 40; tries += 1) {
        const result = await users.replace(of(7), one, member, undefined)
        if (result.ok || result.reason !== 'changed') return result
      }
      return undefined
    }
    expect(await Promise.all(people.map(join))).toEqual(people.map(() => ({ ok: true })))
    const { count, data } = await groups.memberPage(of(7), GroupId.parse(50), { offset: 5, pageSize: 3 })
    expect({ count, data: data.map(Number) }).toEqual({ count: 12, data: [505, 506, 507] })
  })
})
