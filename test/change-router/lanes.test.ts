import { marshall } from '@aws-sdk/util-dynamodb'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { routeChanges } from '../../functions/change-router/route-changes.ts'
import { isOpen } from '../../shared/domain/access/schedules/is-open.ts'
import { type Timetable, type Week, weekdays } from '../../shared/domain/access/schedules/timetable.ts'
import { compiledFields, type Sources } from '../../shared/domain/devices/panels/compiled-fields.ts'
import { mayRevoke } from '../../shared/domain/devices/panels/revokes.ts'
import { day, hour } from '../../shared/lib/clock.ts'
import { keepingQueue } from '../support/queues.ts'
import { noon } from '../support/sender.ts'

type Lane = 'urgent' | 'usual' | 'none'
type Attributes = Record<string, unknown>

/** The lane that a change of one item reaches, read as the stream brings it. */
const laneOf = async (entity: string, before: Attributes | undefined, after: Attributes | undefined): Promise<Lane> => {
  const [urgent, usual, other] = [keepingQueue(), keepingQueue(), keepingQueue()]
  const image = (attributes: Attributes) => marshall({ ...attributes, entity }, { removeUndefinedValues: true })
  const record = {
    dynamodb: {
      SequenceNumber: '1',
      Keys: { pk: { S: 'A#1#x' }, sk: { S: '1' } },
      ...(before ? { OldImage: image(before) } : {}),
      ...(after ? { NewImage: image(after) } : {}),
    },
  }
  const rest = {
    events: other.queue,
    postureWork: other.queue,
    nameCopies: other.queue,
    jobs: other.queue,
    failures: other.queue,
  }
  await routeChanges({ configUrgent: urgent.queue, configWork: usual.queue, ...rest, now: () => noon }, [record])
  expect(urgent.sent.length * usual.sent.length).toBe(0)
  if (urgent.sent.length > 0) return 'urgent'
  return usual.sent.length > 0 ? 'usual' : 'none'
}

const span = (from: number, to: number) => ({ startSecond: from * 3600, endSecond: to * 3600 })
const week = (change: Partial<Week> = {}): Week => ({
  ...(Object.fromEntries([...weekdays, 'holiday'].map((name) => [name, [span(8, 17)]])) as Week),
  ...change,
})
const closed = { effect: 'closed', span: span(8, 12), on: { kind: 'date', date: '2026-03-02' } }
const opened = { ...closed, effect: 'open' }
const door = (accessPointId: number) => ({ kind: 'door', accessPointId })
const floor = (relay: number, number: number) => ({ liftId: 2, relay, number })
const attempts = (limit: number, blockSeconds: number) => ({ limit, blockSeconds })
const group = (groupId: number) => ({ kind: 'group', groupId })
const visit = (startsAt: number, endsAt: number, more: object = {}) => ({ visit: { startsAt, endsAt, ...more } })

const border = (side: number) => ({ accessPointId: 1, side, direction: 'in' })
const reset = (minute: number) => ({ weekday: 'monday', minute })
const passback = (enforcement: string, timeoutMinutes?: number) => ({ antiPassback: { enforcement, timeoutMinutes } })
const occupancy = (enforcement: string, limit: number) => ({ occupancy: { enforcement, limit } })

const items = {
  user: { id: 1, suspended: false, groupIds: [1, 2] },
  credential: { id: 1, kind: 'card', encoded: 'a1', userId: 5, state: 'active' },
  group: { id: 1, keypadUnlock: false, immuneToAntipassback: false, excludedFromLockdown: false },
  rule: { id: 1, subject: group(1), target: door(1), scheduleId: 4, panelId: 7 },
  schedule: { id: 4, name: 'S', editable: true, week: week(), exceptions: [], holidaySource: { kind: 'site' } },
  holiday: { id: 5, name: 'H', start: '2026-03-02T00:00:00', end: '2026-03-03T00:00:00' },
  site: { id: 6, timeZone: 'UTC' },
  'access-point': {
    id: 1,
    name: 'D',
    siteId: 6,
    panelId: 7,
    twoFactorEnabled: false,
    activationEnabled: true,
    pulseSeconds: 5,
  },
  'door-set': { id: 8, name: 'Z', exclusive: true, zoneCode: '7000' },
  'door-set-member': { doorSetId: 8, accessPointId: 1, side: 1, panelId: 7 },
  area: { id: 11, panelId: 7, borders: [border(1)], exceptUserIds: [1, 2], resets: [reset(60)] },
  reader: { id: 10, accessPointId: 1, side: 1, panelId: 7 },
  panel: { id: 7, siteId: 6, accessPointIds: [1, 2] },
} satisfies { [Name in keyof Sources]: Attributes }

/** What is done to an item, what it had before besides, what it has afterwards, and the lane of that change. */
type Case = [what: string, had: Attributes, has: Attributes, lane: Lane]
const changes: { [Name in keyof Sources]: Case[] } = {
  user: [
    ['is suspended', {}, { suspended: true }, 'urgent'],
    ['is no longer suspended', { suspended: true }, { suspended: false }, 'usual'],
    ['gets a PIN', {}, { pin: '1234' }, 'usual'],
    ['gets another PIN', { pin: '1234' }, { pin: '4321' }, 'urgent'],
    ['loses the PIN', { pin: '1234' }, { pin: undefined }, 'urgent'],
    ['is valid from now on only', {}, { effectiveFrom: 5 }, 'urgent'],
    ['is valid later', { effectiveFrom: 5 }, { effectiveFrom: 6 }, 'urgent'],
    ['is valid earlier', { effectiveFrom: 5 }, { effectiveFrom: 4 }, 'usual'],
    ['is valid until a date', {}, { effectiveTo: 5 }, 'urgent'],
    ['is valid for less long', { effectiveTo: 5 }, { effectiveTo: 4 }, 'urgent'],
    ['is valid for longer', { effectiveTo: 5 }, { effectiveTo: 6 }, 'usual'],
    ['is valid for ever', { effectiveTo: 5 }, { effectiveTo: undefined }, 'usual'],
    ['joins a group', {}, { groupIds: [1, 2, 3] }, 'usual'],
    ['leaves a group', {}, { groupIds: [2] }, 'urgent'],
    ['changes groups', {}, { groupIds: [2, 3] }, 'urgent'],
    ['ends a visit', visit(1, 5), visit(1, 5, { stopped: { at: 3, as: 'ended' } }), 'urgent'],
    ['cancels a visit', visit(1, 5), visit(1, 5, { stopped: { at: 0, as: 'cancelled' } }), 'urgent'],
    ['visits for less long', visit(1, 5), visit(1, 4), 'urgent'],
    ['visits at another time', visit(1, 5), visit(2, 9), 'urgent'],
    ['visits for longer', visit(1, 5), visit(0, 6), 'usual'],
    ['arrives', visit(1, 5), { visitDetails: { arrivedAt: 2 } }, 'none'],
    ['has another name', {}, { firstName: 'B' }, 'none'],
  ],
  credential: [
    ['is suspended', {}, { state: 'suspended' }, 'urgent'],
    ['is lost', {}, { state: 'lost' }, 'urgent'],
    ['is active again', { state: 'lost' }, { state: 'active' }, 'usual'],
    ['is taken from its holder', {}, { userId: undefined }, 'urgent'],
    ['goes to another', {}, { userId: 6 }, 'urgent'],
    ['is given to somebody', { userId: undefined }, { userId: 6 }, 'usual'],
    ['is given to somebody from a date on', { userId: undefined }, { userId: 6, effectiveFrom: 5, effectiveTo: 9 }, 'usual'],
    ['is active and valid for less long', { state: 'suspended' }, { state: 'active', effectiveTo: 5 }, 'usual'],
    ['is valid later', {}, { effectiveFrom: 5 }, 'urgent'],
    ['is valid for less long', { effectiveTo: 6 }, { effectiveTo: 5 }, 'urgent'],
    ['is valid for longer', { effectiveTo: 6 }, { effectiveTo: 7 }, 'usual'],
    ['has another number', {}, { encoded: 'b2' }, 'urgent'],
    ['has another length', { bits: 26 }, { bits: 32 }, 'urgent'],
    ['is of another kind', {}, { kind: 'virtual_card' }, 'urgent'],
    ['is used', { passesLeft: 2 }, { passesLeft: 1 }, 'urgent'],
    ['may be used a number of times only', {}, { passesLeft: 3 }, 'urgent'],
    ['may be used more often', { passesLeft: 1 }, { passesLeft: 4 }, 'usual'],
    ['switches other relays', { relays: 'all' }, { relays: 'second' }, 'urgent'],
    ['raises an alarm', {}, { alarm: true }, 'usual'],
  ],
  group: [
    ['may not unlock by keypad any more', { keypadUnlock: true }, { keypadUnlock: false }, 'urgent'],
    ['may unlock by keypad', {}, { keypadUnlock: true }, 'usual'],
    ['is bound by anti-passback', { immuneToAntipassback: true }, { immuneToAntipassback: false }, 'urgent'],
    ['is forgotten by areas at a time of the day', {}, { antipassbackResetTime: 60 }, 'usual'],
    ['is forgotten by areas at no time', { antipassbackResetTime: 60 }, { antipassbackResetTime: undefined }, 'usual'],
    ['is bound by lockdowns', { excludedFromLockdown: true }, { excludedFromLockdown: false }, 'urgent'],
    ['is excluded from lockdowns', {}, { excludedFromLockdown: true }, 'usual'],
    ['gets a parent', {}, { parentId: 9 }, 'usual'],
    ['gets another parent', { parentId: 8 }, { parentId: 9 }, 'urgent'],
    ['loses its parent', { parentId: 8 }, { parentId: undefined }, 'urgent'],
  ],
  rule: [
    ['holds during another schedule', {}, { scheduleId: 5 }, 'urgent'],
    ['holds during a schedule instead of always', { scheduleId: undefined }, { scheduleId: 5 }, 'urgent'],
    ['holds always', {}, { scheduleId: undefined }, 'usual'],
    ['is about another door', {}, { target: door(2) }, 'urgent'],
    ['is about a site', {}, { target: { kind: 'site', siteId: 6 }, panelId: undefined }, 'urgent'],
    [
      'is about a door instead of a set',
      { target: { kind: 'door_set', doorSetId: 3 }, panelId: undefined },
      { target: door(1), panelId: 7 },
      'urgent',
    ],
    ['is about another group', {}, { subject: group(2) }, 'urgent'],
    ['does not override privacy any more', { privacyModeOverride: true }, { privacyModeOverride: undefined }, 'urgent'],
    ['overrides privacy', {}, { privacyModeOverride: true }, 'usual'],
    ['is at another panel', {}, { panelId: 8 }, 'urgent'],
  ],
  schedule: [
    ['is open for less long', {}, { week: week({ monday: [span(8, 16)] }) }, 'urgent'],
    ['is open at other times', {}, { week: week({ monday: [span(9, 18)] }) }, 'urgent'],
    ['is open with a break', {}, { week: week({ monday: [span(8, 12), span(12, 17)] }) }, 'urgent'],
    ['is closed on holidays', {}, { week: week({ holiday: [] }) }, 'urgent'],
    ['is open for longer', {}, { week: week({ monday: [span(7, 18)], sunday: [span(8, 17), span(20, 21)] }) }, 'usual'],
    ['gets a closing exception', {}, { exceptions: [closed] }, 'urgent'],
    ['loses an opening exception', { exceptions: [opened] }, { exceptions: [] }, 'urgent'],
    ['gets an opening exception', {}, { exceptions: [opened] }, 'usual'],
    ['loses a closing exception', { exceptions: [closed] }, { exceptions: [] }, 'usual'],
    ['has other holidays', {}, { holidaySource: { kind: 'calendars', calendarIds: [1] } }, 'urgent'],
    ['has to be enabled by a group', {}, { enablingGroupId: 1 }, 'urgent'],
    ['is enabled by another group', { enablingGroupId: 1 }, { enablingGroupId: 2 }, 'urgent'],
    ['need not be enabled', { enablingGroupId: 1 }, { enablingGroupId: undefined }, 'usual'],
    ['has less grace', { gracePeriodMinutes: 5 }, { gracePeriodMinutes: undefined }, 'urgent'],
    ['has more grace', {}, { gracePeriodMinutes: 5 }, 'usual'],
    ['is not always open any more', { editable: false }, { editable: true }, 'urgent'],
    ['is of another site', { siteId: 1 }, { siteId: 2 }, 'urgent'],
    ['has another name', {}, { name: 'T' }, 'usual'],
  ],
  holiday: [
    ['is on another day', {}, { start: '2026-03-01T00:00:00' }, 'urgent'],
    ['ends on another day', {}, { end: '2026-03-04T00:00:00' }, 'urgent'],
    ['holds at one site only', {}, { siteId: 6 }, 'urgent'],
    ['is in a calendar', {}, { calendarId: 3 }, 'urgent'],
    ['has another name', {}, { name: 'I' }, 'usual'],
  ],
  site: [['is in another time zone', {}, { timeZone: 'US/Eastern' }, 'urgent']],
  'access-point': [
    ['asks for two factors', {}, { twoFactorEnabled: true }, 'urgent'],
    ['asks for one factor', { twoFactorEnabled: true }, { twoFactorEnabled: false }, 'usual'],
    ['may not be opened from afar any more', {}, { activationEnabled: false }, 'urgent'],
    ['may be opened from afar', { activationEnabled: false }, { activationEnabled: true }, 'usual'],
    ['stands unlocked during a schedule', {}, { unlockScheduleId: 4 }, 'usual'],
    ['stands unlocked during another schedule', { unlockScheduleId: 4 }, { unlockScheduleId: 5 }, 'urgent'],
    ['does not stand unlocked any more', { unlockScheduleId: 4 }, { unlockScheduleId: undefined }, 'urgent'],
    ['stays unlocked for less long', {}, { pulseSeconds: 4 }, 'urgent'],
    ['stays unlocked for longer', {}, { pulseSeconds: 6 }, 'usual'],
    ['blocks a reader after failed attempts', {}, { failedAttempts: attempts(5, 30) }, 'urgent'],
    ['blocks it sooner', { failedAttempts: attempts(5, 30) }, { failedAttempts: attempts(4, 30) }, 'urgent'],
    ['blocks it for longer', { failedAttempts: attempts(5, 30) }, { failedAttempts: attempts(6, 31) }, 'urgent'],
    ['blocks it later and for less long', { failedAttempts: attempts(5, 30) }, { failedAttempts: attempts(6, 29) }, 'usual'],
    ['blocks no reader any more', { failedAttempts: attempts(5, 30) }, { failedAttempts: undefined }, 'usual'],
    ['asks for two people', {}, { doorRules: { twoPerson: {} } }, 'urgent'],
    ['asks for two people at one side', { doorRules: { twoPerson: {} } }, { doorRules: { twoPerson: { side: 1 } } }, 'urgent'],
    ['asks for nothing any more', { doorRules: { twoPerson: {} } }, { doorRules: undefined }, 'urgent'],
    ['is at another site', {}, { siteId: 8 }, 'urgent'],
    ['is at another panel', {}, { panelId: 8 }, 'urgent'],
    ['is something else', { type: 'DOOR' }, { type: 'WIEGAND' }, 'urgent'],
    ['is a floor at another output', { floor: floor(3, 1) }, { floor: floor(4, 1) }, 'urgent'],
    ['is a floor with another number', { floor: floor(3, 1) }, { floor: floor(3, 2) }, 'usual'],
    ['is another wireless lock', { lockSerialNumber: 'A' }, { lockSerialNumber: 'B' }, 'urgent'],
    ['sends numbers to another port', { wiegandPort: 1 }, { wiegandPort: 2 }, 'urgent'],
    ['has another name', {}, { name: 'E' }, 'usual'],
  ],
  'door-set': [
    ['gets a code', { zoneCode: undefined }, { zoneCode: '1234' }, 'usual'],
    ['gets another code', { zoneCode: '1234' }, { zoneCode: '4321' }, 'urgent'],
    ['loses its code', { zoneCode: '1234' }, { zoneCode: undefined }, 'urgent'],
    ['raises a silent alarm', {}, { silentAlarm: true }, 'usual'],
    ['raises none any more', { silentAlarm: true }, { silentAlarm: undefined }, 'urgent'],
  ],
  'door-set-member': [
    ['is in the set by one side only', { side: undefined }, { side: 2 }, 'urgent'],
    ['is in the set by the other side', {}, { side: 2 }, 'urgent'],
    ['is in the set by both sides', {}, { side: undefined }, 'usual'],
    ['is in another set', {}, { doorSetId: 9 }, 'urgent'],
    ['is another door', {}, { accessPointId: 2 }, 'urgent'],
    ['hangs on another panel', {}, { panelId: 8 }, 'urgent'],
  ],
  area: [
    ['has another border', {}, { borders: [border(2)] }, 'urgent'],
    ['is at another panel', {}, { panelId: 8 }, 'urgent'],
    ['gets anti-passback', {}, passback('deny'), 'urgent'],
    ['gets anti-passback that only notes', {}, passback('log'), 'usual'],
    ['refuses where it only noted', passback('log'), passback('deny', 5), 'urgent'],
    ['remembers for longer', passback('deny', 5), passback('deny', 6), 'urgent'],
    ['never forgets', passback('deny', 5), passback('deny'), 'urgent'],
    ['forgets sooner', passback('deny'), passback('deny', 5), 'usual'],
    ['loses its anti-passback', passback('deny'), { antiPassback: undefined }, 'usual'],
    ['gets a limit', {}, occupancy('deny', 5), 'urgent'],
    ['gets a limit that is only noted', {}, occupancy('log', 5), 'usual'],
    ['gets a lower limit', occupancy('deny', 5), occupancy('deny', 4), 'urgent'],
    ['gets a higher limit', occupancy('deny', 5), occupancy('deny', 6), 'usual'],
    ['excepts one person less', {}, { exceptUserIds: [1] }, 'urgent'],
    ['excepts one person more', {}, { exceptUserIds: [1, 2, 3] }, 'usual'],
    ['is reset less often', {}, { resets: [] }, 'urgent'],
    ['is reset at another time', {}, { resets: [reset(61)] }, 'urgent'],
    ['is reset more often', {}, { resets: [reset(60), reset(61)] }, 'usual'],
    ['has another name', {}, { name: 'Lab' }, 'none'],
  ],
  reader: [
    ['is at the other side', {}, { side: 2 }, 'urgent'],
    ['is at another door', {}, { accessPointId: 2 }, 'urgent'],
    ['hangs on another panel', {}, { panelId: 8 }, 'urgent'],
    ['has another name', {}, { name: 'Gate' }, 'none'],
  ],
  panel: [
    ['loses a door', {}, { accessPointIds: [1] }, 'urgent'],
    ['gets a door', {}, { accessPointIds: [1, 2, 3] }, 'usual'],
    ['moves to another site', {}, { siteId: 8 }, 'urgent'],
  ],
}

describe.each(Object.entries(changes))('%s', (entity, cases) => {
  // Both tables have the same keys.
  const name = entity as keyof Sources
  const item: Attributes = items[name]

  it.each(cases)('%s', async (_what, had, has, lane) => {
    expect(await laneOf(entity, { ...item, ...had }, { ...item, ...had, ...has })).toBe(lane)
  })

  it('has a case for each of its fields in panels’ rules', () => {
    const touched = new Set(cases.flatMap(([, had, has]) => [...Object.keys(had), ...Object.keys(has)]))
    expect(compiledFields[name].filter((field) => !touched.has(field))).toEqual([])
  })

  it('that is new takes nothing away, unless it closes schedules or keeps people out', async () => {
    expect(await laneOf(entity, undefined, item)).toBe(['holiday', 'area'].includes(entity) ? 'urgent' : 'usual')
  })

  it('that is gone may take access away, unless it kept people out', async () => {
    expect(await laneOf(entity, item, undefined)).toBe(entity === 'area' ? 'usual' : 'urgent')
  })
})

it('a week that goes the usual way opens whenever the week before did', () => {
  const spans = fc.array(
    fc.tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 1, max: 24 })).map(([one, other]) => {
      return one < other ? span(one, other) : span(other - 1, one + 1)
    }),
    { maxLength: 3 },
  )
  const weeks = spans.map((all) => week({ sunday: all, monday: all, holiday: [] }))
  const timetable = (of: Week): Timetable => ({ week: of, exceptions: [], holidaySource: { kind: 'site' } })
  // The night on which the clock falls back in this zone, with the days around it.
  const zone = 'America/New_York'
  const start = Date.UTC(2026, 10, 1)
  fc.assert(
    fc.property(weeks, weeks, (before, after) => {
      if (mayRevoke('schedule', { week: before }, { week: after })) return
      for (let at = start; at < start + 2 * day; at += hour / 2) {
        if (isOpen(timetable(before), [], zone, at)) expect(isOpen(timetable(after), [], zone, at)).toBe(true)
      }
    }),
  )
})
