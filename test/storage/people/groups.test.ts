import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { AccessRule } from '../../../shared/domain/access/rules/entity.ts'
import { AccessPointId, AccessRuleId, AccountId, GroupId, ScheduleId, UserId } from '../../../shared/lib/ids.ts'
import { relationPartition } from '../../../shared/storage/keys/common.ts'
import { createStores, type Stores } from '../../../shared/storage/stores.ts'
import type { Table } from '../../../shared/storage/table/types.ts'
import { memoryTable } from '../../fakes/memory-table.ts'
import { group, user } from '../../support/holders.ts'
import { type LocalTable, startLocalTable } from '../../support/local-table.ts'
import { groupRule } from '../../support/rules.ts'

let local: LocalTable
beforeAll(async () => {
  local = await startLocalTable()
})
afterAll(() => local.stop())

const of = (account: number) => AccountId.parse(account)
const door = (id: number) => ({ kind: 'door' as const, accessPointId: AccessPointId.parse(id) })
const groupOf = (id: number) => ({ kind: 'group' as const, groupId: GroupId.parse(id) })

describe.each([
  ['in memory', () => memoryTable() as Table],
  ['DynamoDB Local', () => local.table],
])('groups: %s', (_name, make) => {
  let stores: Stores
  let table: Table
  beforeAll(() => {
    table = make()
    stores = createStores(table)
  })

  it('have rules that are seen from the door, and by the schedule that they use', async () => {
    const { groups, rules, schedules } = stores
    for (const id of [1, 2]) await groups.add(of(1), group(id), undefined)
    expect(await rules.set(of(1), groupRule(1, 10), undefined)).toEqual({ ok: true })
    expect(await rules.set(of(1), groupRule(2, 10, 5), undefined)).toEqual({ ok: true })
    expect(await rules.ofTarget(of(1), door(10))).toEqual([groupRule(1, 10), groupRule(2, 10, 5)])
    expect(await schedules.use(of(1), ScheduleId.parse(5))).toBe('rule')
    expect(await rules.set(of(1), groupRule(2, 10, 6), undefined)).toEqual({ ok: true })
    expect(await schedules.use(of(1), ScheduleId.parse(5))).toBeUndefined()
    await rules.remove(of(1), [groupRule(2, 10, 6)], undefined)
    expect(await rules.ofTarget(of(1), door(10))).toEqual([groupRule(1, 10)])
    expect(await rules.ofSubject(of(1), groupOf(2))).toEqual([])
    expect(await rules.ofSubject(of(2), groupOf(1))).toEqual([])
  })

  it('have one rule of a pair however many make it at once, and others beside it under ids of their own', async () => {
    const { groups, rules } = stores
    await groups.add(of(5), group(1), undefined)
    const [first, second] = [groupRule(1, 10), groupRule(1, 10, 5, { id: AccessRuleId.parse(77) })]
    expect(await rules.set(of(5), first, undefined)).toEqual({ ok: true })
    expect(await rules.set(of(5), second, undefined)).toEqual({ ok: false, reason: 'changed' })
    const { isPair: _, ...plain } = second
    const side: AccessRule = { ...plain, target: { kind: 'door_side', accessPointId: first.target.accessPointId, side: 2 } }
    expect(await rules.set(of(5), side, undefined)).toEqual({ ok: true })
    expect(await rules.ofTarget(of(5), door(10))).toHaveLength(2)
    expect(await rules.ofSubject(of(5), groupOf(1), door(10))).toHaveLength(2)
    expect(await rules.ofSubject(of(5), groupOf(1), door(1))).toEqual([])
    expect(await rules.get(of(5), 77)).toEqual(side)
    expect(await rules.get(of(6), 77)).toBeUndefined()
  })

  it('know the groups below them, until one is moved away', async () => {
    const { groups } = stores
    const account = of(7)
    const parent = GroupId.parse(1)
    await groups.add(account, group(1), undefined)
    await groups.add(account, { ...group(2), parentId: parent }, undefined)
    const children = () => table.query({ pk: relationPartition(account, 'group-children', parent) })
    expect((await children()).map(({ sk }) => Number(sk))).toEqual([2])
    const { parentId: _, ...moved } = { ...group(2), version: 2, parentId: parent }
    expect(await groups.replace(account, moved, undefined, parent)).toEqual({ ok: true })
    expect(await children()).toEqual([])
  })

  it('are not the only subjects: a person has rules too, and none after the person is gone', async () => {
    const { rules, users } = stores
    await users.add(of(5), user(9), undefined)
    const own: AccessRule = { ...groupRule(1, 11), subject: { kind: 'user', userId: UserId.parse(9) } }
    expect(await rules.set(of(5), own, undefined)).toEqual({ ok: true })
    expect(await rules.ofSubject(of(5), own.subject)).toEqual([own])
    const stranger: AccessRule = { ...own, subject: { kind: 'user', userId: UserId.parse(10) } }
    expect(await rules.set(of(5), stranger, undefined)).toEqual({ ok: false, reason: 'missing-subject' })
  })

  it('get no rule once they are gone', async () => {
    const { rules } = stores
    expect(await rules.set(of(3), groupRule(1, 10), undefined)).toEqual({ ok: false, reason: 'missing-subject' })
    expect(await rules.ofTarget(of(3), door(10))).toEqual([])
  })

  it('let their members go in steps once they are deleted, and nothing is left', async () => {
    const { groups, rules, users } = stores
    const [gone, kept] = [GroupId.parse(20), GroupId.parse(21)]
    for (const id of [20, 21]) await groups.add(of(4), group(id), undefined)
    for (let id = 100; id < 135; id += 1) {
      await users.add(of(4), user(id, { groupIds: id % 2 ? [gone] : [kept, gone] }), undefined)
    }
    await rules.set(of(4), groupRule(20, 10), undefined)
    await rules.set(of(4), groupRule(20, 11, 9), undefined)
    // The second rule was made after the deletion had read them.
    expect(await groups.remove(of(4), group(20), [groupRule(20, 10)], undefined)).toEqual({ ok: true })
    expect(await rules.ofTarget(of(4), door(10))).toEqual([])
    expect(await groups.sweeps(5)).toContainEqual({ accountId: 4, groupId: 20 })
    expect(await groups.sweep(of(4), gone, 30)).toBe(true)
    expect(await groups.memberIds(of(4), gone)).toHaveLength(5)
    expect(await groups.sweep(of(4), gone, 30)).toBe(true)
    expect(await groups.sweep(of(4), gone, 30)).toBe(false)
    expect(await groups.sweeps(5)).toEqual([])
    expect(await rules.ofTarget(of(4), door(11))).toEqual([])
    expect(await stores.schedules.use(of(4), ScheduleId.parse(9))).toBeUndefined()
    expect(await groups.memberPage(of(4), gone, { offset: 0, pageSize: 5 })).toEqual({ data: [], count: 0 })
    expect(await groups.memberPage(of(4), kept, { offset: 0, pageSize: 2 })).toEqual({ data: [100, 102], count: 18 })
    expect(await groups.groupIdsOf(of(4), (await groups.memberIds(of(4), kept))[0] ?? user(0).id)).toEqual([21])
    const unaffiliated = await users.search(of(4), ({ member }) => !member, { offset: 0, pageSize: 1 })
    expect(unaffiliated).toMatchObject({ count: 17, data: [{ id: 101, groupIds: [], version: 2 }] })
  })
})
