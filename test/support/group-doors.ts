import type { Schedule } from '../../shared/domain/access/schedules/entity.ts'
import { alwaysOpenWeek } from '../../shared/domain/access/schedules/timetable.ts'
import type { AccessPoint } from '../../shared/domain/places/access-points/entity.ts'
import { AccessPointId, AccountId, PanelId, ScheduleId, SiteId } from '../../shared/lib/ids.ts'
import { entityKey } from '../../shared/storage/keys/common.ts'
import { testApi } from './api.ts'

/** The account of these tests. */
export const account = AccountId.parse(1)
/** A schedule that is always open, as a store keeps it. */
export const schedule = (id: number, name: string): Schedule => ({
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
export const groupAndDoors = async () => {
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

/** A permission as an answer shows it: the front door by schedule 31. */
export const listed = {
  accessPoint: { id: 21, name: 'Front door', type: 'Door' },
  schedule: { id: 31, name: '24x7 - Always On' },
}
