import { describe, expect, it } from 'vitest'
import type { Schedule } from '../../../../shared/domain/access/schedules/entity.ts'
import { alwaysOpenWeek } from '../../../../shared/domain/access/schedules/timetable.ts'
import type { AccessPoint } from '../../../../shared/domain/places/access-points/entity.ts'
import { AccessPointId, AccountId, PanelId, ScheduleId, SiteId } from '../../../../shared/lib/ids.ts'
import { entityKey } from '../../../../shared/storage/keys/common.ts'
import { assistant, stranger, testApi } from '../../../support/api.ts'

const account = AccountId.parse(1)
const schedule = (id: number, name: string): Schedule => ({
  id: ScheduleId.parse(id),
  version: 1,
  name,
  editable: true,
  week: alwaysOpenWeek,
  exceptions: [],
  holidaySource: { kind: 'site' },
  createdAt: 0,
  updatedAt: 0,
})
const door = (id: number, name: string): AccessPoint => ({
  id: AccessPointId.parse(id),
  version: 1,
  name,
  panelId: PanelId.parse(500),
  siteId: SiteId.parse(600),
  siteName: 'Office',
  activationEnabled: true,
  twoFactorEnabled: false,
  type: 'DOOR',
  reportLiveStatus: true,
  pulseSeconds: 5,
  createdAt: 0,
  updatedAt: 0,
})

/** A group, three doors and two schedules of account 1. */
const setUp = async () => {
  const api = testApi()
  const { call, deps, table } = api
  for (const [id, name] of [
    [21, 'Front door'],
    [22, 'Back door'],
    [23, 'Gate'],
  ] as const) {
    // Doors come with panels, which have tests of their own: here they are just there.
    await table.write([{ put: { ...door(id, name), ...entityKey(account, 'access-point', id), entity: 'access-point' } }])
  }
  await deps.schedules.add(account, schedule(31, '24x7 - Always On'), undefined)
  await deps.schedules.add(account, schedule(32, '9 to 5'), undefined)
  const group: number = (await call('POST', '/groups', { body: { name: 'Staff' } })).json.id
  const path = (accessPoint: number | string, of: number | string = group) => `/groups/${of}/access/access-points/${accessPoint}`
  const allow = (accessPoint: number, scheduleId: number, more: object = {}) =>
    call('PUT', path(accessPoint), { body: { schedule: { id: scheduleId }, ...more } })
  return { ...api, group, path, allow }
}

const listed = {
  accessPoint: { id: 21, name: 'Front door', type: 'Door' },
  schedule: { id: 31, name: '24x7 - Always On' },
}

describe('a permission of a group', () => {
  it('is assigned by PUT and by POST, listed, and given another schedule', async () => {
    const { call, allow, group, path } = await setUp()
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
    const { call, deps, allow, group } = await setUp()
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
    const { call, allow, group, path } = await setUp()
    await allow(21, 31)
    for (let twice = 0; twice < 2; twice += 1) expect((await call('DELETE', path(21), { body: {} })).status).toBe(204)
    expect((await call('GET', `/groups/${group}/access/access-points`)).json).toMatchObject({ data: [], count: 0 })
  })

  it('is told of in the audit with its door, its schedule and its site', async () => {
    const { call, table, allow, path } = await setUp()
    await allow(21, 31)
    await allow(21, 31)
    await allow(21, 32)
    await call('DELETE', path(21))
    const told = table
      .items()
      .filter((item) => item.entity === 'event' && ['permission.assigned', 'permission.removed'].includes(String(item.type)))
    expect(told.map(({ type }) => type)).toEqual(['permission.assigned', 'permission.assigned', 'permission.removed'])
    expect(told[1]).toMatchObject({
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

  it.each([
    [99, 31, {}, 404, 'Unknown Access Point'],
    [21, 99, {}, 404, 'The requested resource was not found.'],
    [21, 31, { privacyModeOverride: true }, 400, "This device doesn't support privacyModeOverride."],
    [21, 31, { privacyModeOverride: 'yes' }, 400, 'privacyModeOverride'],
  ])('at door %s during schedule %s with %j is %s', async (accessPoint, scheduleId, more, status, text) => {
    const { allow } = await setUp()
    const refused = await allow(accessPoint, scheduleId, more)
    expect(refused).toMatchObject({ status, json: { code: status, message: expect.stringContaining(text) } })
  })

  it.each([{}, { schedule: {} }, { schedule: 31 }, { schedule: { id: 'x' } }, { schedule: null }])(
    'names its schedule: %j is refused',
    async (body) => {
      const { call, path } = await setUp()
      const refused = await call('PUT', path(21), { body })
      expect(refused).toMatchObject({ status: 400, json: { message: expect.stringContaining('schedule') } })
    },
  )

  it('is of a group that exists, and given by who may', async () => {
    const { call, path } = await setUp()
    const body = { schedule: { id: 31 } }
    expect(await call('PUT', path(21, 99), { body })).toMatchObject({ status: 404, json: { message: 'Unknown Group' } })
    expect((await call('PUT', path(21), { body, as: assistant() })).status).toBe(403)
    expect((await call('DELETE', path(21), { as: assistant() })).status).toBe(403)
    expect(await call('DELETE', path(99))).toMatchObject({ status: 404, json: { message: 'Unknown Access Point' } })
  })

  it('lets a group of one tenant through no door of another', async () => {
    const { call, deps } = await setUp()
    await deps.schedules.add(AccountId.parse(2), schedule(31, 'Theirs'), undefined)
    const theirs = (await call('POST', '/groups', { body: { name: 'Theirs' }, as: stranger() })).json.id
    const refused = await call('PUT', `/groups/${theirs}/access/access-points/21`, {
      body: { schedule: { id: 31 } },
      as: stranger(),
    })
    expect(refused).toMatchObject({ status: 404, json: { message: 'Unknown Access Point' } })
  })

  it.each([
    ['access_point_name__eq:DOOR', [21, 22]],
    ['schedule_name__eq:9+to', [22]],
    ['access_point_type__eq:door', [21, 22, 23]],
    ['access_point_type__ne:DOOR,FLOOR', []],
    ['access_point_type__eq:SALTO_DOOR', []],
    ['privacy_mode_override__eq:FALSE', [21, 22, 23]],
    ['privacy_mode_override__eq:true', []],
    ['access_point_name__eq:door;schedule_name__eq:always', [21]],
  ])('is found by %s', async (filter, expected) => {
    const { call, allow, group } = await setUp()
    await allow(21, 31)
    await allow(22, 32)
    await allow(23, 31)
    const { json } = await call('GET', `/groups/${group}/access/access-points?filter=${filter}`)
    expect(json.data.map((one: typeof listed) => one.accessPoint.id)).toEqual(expected)
    expect(json.count).toBe(expected.length)
  })

  it.each(['access_point_type__eq:WINDOW', 'privacy_mode_override__eq:perhaps', 'name__eq:x', 'schedule_name__ne:x'])(
    'is not found by %s',
    async (filter) => {
      const { call, group } = await setUp()
      expect((await call('GET', `/groups/${group}/access/access-points?filter=${filter}`)).status).toBe(400)
    },
  )
})
