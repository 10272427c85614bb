import { describe, expect, it } from 'vitest'
import { AccessPointId, ScheduleId } from '../../../../shared/lib/ids.ts'
import { account, groupAndDoors, listed } from '../../../support/group-doors.ts'

describe('a permission of a group', () => {
  it('is assigned by PUT and by POST, listed, and given another schedule', async () => {
    const { call, allow, group, path } = await groupAndDoors()
    expect(await allow(21, 31)).toMatchObject({ status: 200, json: listed })
    const again = await call('POST', path(21), { body: { schedule: { id: 32 }, privacyModeOverride: false } })
    expect(again.json).toEqual({ ...listed, schedule: { id: 32, name: '9 to 5' } })
    await allow(22, 31)
    const { json } = await call('GET', `/groups/${group}/access/access-points`)
    expect(json).toMatchObject({ offset: 0, pageSize: 20, count: 2 })
    expect(json.data).toEqual([
      { ...listed, schedule: { id: 32, name: '9 to 5' } },
      { ...listed, accessPoint: { id: 22, name: 'Back door', type: 'Door' } },
    ])
  })

  it('is seen from the door, and in use by its schedule', async () => {
    const { call, deps, allow, group } = await groupAndDoors()
    await allow(21, 32)
    expect(await deps.rules.ofTarget(account, { kind: 'door', accessPointId: AccessPointId.parse(21) })).toMatchObject([
      { subject: { kind: 'group', groupId: group }, panelId: 500, scheduleId: 32 },
    ])
    expect(await deps.schedules.use(account, ScheduleId.parse(32))).toBe('rule')
    await allow(21, 31)
    expect(await deps.schedules.use(account, ScheduleId.parse(32))).toBeUndefined()
    expect((await call('DELETE', '/schedules/31')).status).toBe(412)
  })

  it('is taken away, once and again', async () => {
    const { call, allow, group, path } = await groupAndDoors()
    await allow(21, 31)
    for (let twice = 0; twice < 2; twice += 1) expect((await call('DELETE', path(21), { body: {} })).status).toBe(204)
    expect((await call('GET', `/groups/${group}/access/access-points`)).json).toMatchObject({ data: [], count: 0 })
  })

  it('is in the audit with its door, its schedule and its site', async () => {
    const { call, table, allow, path } = await groupAndDoors()
    await allow(21, 31)
    await allow(21, 31)
    await allow(21, 32)
    await call('DELETE', path(21))
    const audited = table
      .items()
      .filter((item) => item.entity === 'event' && ['permission.assigned', 'permission.removed'].includes(String(item.type)))
    expect(audited.map(({ type }) => type)).toEqual(['permission.assigned', 'permission.assigned', 'permission.removed'])
    expect(audited[1]).toMatchObject({
      site: { id: 600, name: 'Office' },
      subject: { name: 'Staff' },
      facts: {
        scheduleId: 32,
        changes: [
          { property: 'accessPoint', currentValue: 'Front door' },
          { property: 'scheduleId', previousValue: '31', currentValue: '32' },
        ],
      },
    })
  })
})
