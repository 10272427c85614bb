import { expect, it } from 'vitest'
import { type Named, wrongNameOf } from '../../../../shared/domain/places/access-points/check-door-rules.ts'
import { DoorRules } from '../../../../shared/domain/places/access-points/door-rules.ts'
import { AccessPointId, PanelId, ScheduleId, SiteId } from '../../../../shared/lib/ids.ts'
import { someSources } from '../../devices/panels/some-sources.ts'

const door = { id: AccessPointId.parse(101), panelId: PanelId.parse(1), siteId: SiteId.parse(5) }
const nothing: Named = { doors: [], groups: [], schedules: [], areas: [] }
const asking = (rules: object) => DoorRules.parse(rules)

const all = asking({
  factors: { sets: [['card', 'pin']], scheduleId: 41 },
  escort: { groupIds: [11] },
  interlock: { accessPointIds: [102] },
})

it('what the door named before may be named again, also when it is gone or hidden', () => {
  expect(wrongNameOf({ ...door, doorRules: all }, nothing, all)).toBeUndefined()
})

it.each([
  [{ escort: { groupIds: [11, 12] } }, { problem: 'group_missing', groupId: 12 }],
  [{ twoPerson: { scheduleId: 42 } }, { problem: 'schedule_missing', rule: 'twoPerson', scheduleId: 42 }],
  [{ interlock: { accessPointIds: [102, 103] } }, { problem: 'door_missing', accessPointId: 103 }],
])('what it names now for the first time has to be there: %j', (rules, problem) => {
  expect(wrongNameOf({ ...door, doorRules: asking(rules) }, nothing, all)).toEqual(problem)
})

it('a schedule of another site is refused also when it was named before', () => {
  const schedules = [{ id: ScheduleId.parse(41), siteId: SiteId.parse(6) }]
  expect(wrongNameOf({ ...door, doorRules: all }, { ...nothing, schedules }, all)).toEqual({
    problem: 'schedule_of_other_site',
    rule: 'factors',
    scheduleId: 41,
  })
})

it('a wireless lock is a door to be interlocked with', () => {
  const [, back] = someSources().accessPoints
  if (!back) throw new Error('There are two doors')
  const lock = {
    ...door,
    ...back,
    version: 1,
    siteName: 'S',
    reportLiveStatus: true,
    createdAt: 0,
    updatedAt: 0,
    type: 'SALTO_DOOR' as const,
  }
  const doorRules = asking({ interlock: { accessPointIds: [102] } })
  expect(wrongNameOf({ ...door, doorRules }, { ...nothing, doors: [lock] })).toBeUndefined()
})
