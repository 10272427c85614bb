import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { AccessPermission } from '../../../shared/domain/people/groups/schema.ts'
import { AccessPointId, AccountId, GroupId, PanelId, ScheduleId } from '../../../shared/lib/ids.ts'
import { createStores, type Stores } from '../../../shared/storage/stores.ts'
import type { Table } from '../../../shared/storage/table/types.ts'
import { memoryTable } from '../../fakes/memory-table.ts'
import { group, user } from '../../support/holders.ts'
import { type LocalTable, startLocalTable } from '../../support/local-table.ts'

let local: LocalTable
beforeAll(async () => {
  local = await startLocalTable()
})
afterAll(() => local.stop())

const of = (account: number) => AccountId.parse(account)
const permission = (groupId: number, accessPointId: number, scheduleId = 4): AccessPermission => ({
  groupId: GroupId.parse(groupId),
  accessPointId: AccessPointId.parse(accessPointId),
  panelId: PanelId.parse(3),
  scheduleId: ScheduleId.parse(scheduleId),
})

describe.each([
  ['in memory', () => memoryTable() as Table],
  ['DynamoDB Local', () => local.table],
])('groups: %s', (_name, make) => {
  let stores: Stores
  beforeAll(() => {
    stores = createStores(make())
  })

  it('have permissions that are seen from the door, and by the schedule that they use', async () => {
    const { groups, schedules } = stores
    for (const id of [1, 2]) await groups.add(of(1), group(id), undefined)
    expect(await groups.setPermission(of(1), permission(1, 10), undefined)).toBe(true)
    expect(await groups.setPermission(of(1), permission(2, 10, 5), undefined)).toBe(true)
    expect(await groups.permissionsAt(of(1), AccessPointId.parse(10))).toEqual([permission(1, 10), permission(2, 10, 5)])
    expect(await schedules.use(of(1), ScheduleId.parse(5))).toBe('permission')
    expect(await groups.setPermission(of(1), permission(2, 10, 6), undefined)).toBe(true)
    expect(await schedules.use(of(1), ScheduleId.parse(5))).toBeUndefined()
    await groups.removePermissions(of(1), [permission(2, 10, 6)], undefined)
    expect(await groups.permissionsAt(of(1), AccessPointId.parse(10))).toEqual([permission(1, 10)])
    expect(await groups.permissionsOf(of(1), GroupId.parse(2))).toEqual([])
    expect(await groups.permissionsOf(of(2), GroupId.parse(1))).toEqual([])
  })

  it('get no permission once they are gone', async () => {
    const { groups } = stores
    expect(await groups.setPermission(of(3), permission(1, 10), undefined)).toBe(false)
    expect(await groups.permissionsAt(of(3), AccessPointId.parse(10))).toEqual([])
  })

  it('let their members go in steps once they are deleted, and nothing is left', async () => {
    const { groups, users } = stores
    const [gone, kept] = [GroupId.parse(20), GroupId.parse(21)]
    for (const id of [20, 21]) await groups.add(of(4), group(id), undefined)
    for (let id = 100; id < 135; id += 1) {
      await users.add(of(4), user(id, { groupIds: id % 2 ? [gone] : [kept, gone] }), undefined)
    }
    await groups.setPermission(of(4), permission(20, 10), undefined)
    await groups.setPermission(of(4), permission(20, 11, 9), undefined)
    // The second permission was given after the deletion had read them.
    expect(await groups.remove(of(4), group(20), [permission(20, 10)], undefined)).toEqual({ ok: true })
    expect(await groups.permissionsAt(of(4), AccessPointId.parse(10))).toEqual([])
    expect(await groups.sweeps(5)).toContainEqual({ accountId: 4, groupId: 20 })
    expect(await groups.sweep(of(4), gone, 30)).toBe(true)
    expect(await groups.memberIds(of(4), gone)).toHaveLength(5)
    expect(await groups.sweep(of(4), gone, 30)).toBe(true)
    expect(await groups.sweep(of(4), gone, 30)).toBe(false)
    expect(await groups.sweeps(5)).toEqual([])
    expect(await groups.permissionsAt(of(4), AccessPointId.parse(11))).toEqual([])
    expect(await stores.schedules.use(of(4), ScheduleId.parse(9))).toBeUndefined()
    expect(await groups.memberPage(of(4), gone, { offset: 0, pageSize: 5 })).toEqual({ data: [], count: 0 })
    expect(await groups.memberPage(of(4), kept, { offset: 0, pageSize: 2 })).toEqual({ data: [100, 102], count: 18 })
    expect(await groups.groupIdsOf(of(4), (await groups.memberIds(of(4), kept))[0] ?? user(0).id)).toEqual([21])
    const unaffiliated = await users.search(of(4), ({ member }) => !member, { offset: 0, pageSize: 1 })
    expect(unaffiliated).toMatchObject({ count: 17, data: [{ id: 101, groupIds: [], version: 2 }] })
  })
})
