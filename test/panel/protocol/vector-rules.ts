import { FrameChange, PersonRecord } from '../../../shared/domain/access/decisions/entity.ts'
import { type PanelRules, PanelRules as Schema } from '../../../shared/domain/access/decisions/rules.ts'

const zone = 'Europe/Berlin'
const [hour, minute] = [3_600, 60]
const weekOf = (days: object[], ends: object[] = days, holiday: object[] = []) => ({
  monday: days,
  tuesday: days,
  wednesday: days,
  thursday: days,
  friday: days,
  saturday: ends,
  sunday: ends,
  holiday,
})
const span = (startSecond: number, endSecond: number) => ({ startSecond, endSecond })
const group = (groupId: number, more: object = {}) => ({ subject: { kind: 'group', groupId }, ...more })

const point = (id: number, name: string, rules: object[], more: object = {}) => ({
  id,
  name,
  siteId: 3,
  timeZone: zone,
  twoFactorEnabled: false,
  activationEnabled: true,
  pulseSeconds: 5,
  rules,
  ...more,
})

const accessPoints = [
  point(501, 'Front door', [group(10, { scheduleId: 20 }), group(11, { side: 2 }), group(12)], {
    readers: [
      { id: 901, side: 1 },
      { id: 902, side: 2 },
    ],
    unlockScheduleId: 24,
  }),
  point(502, 'Vault “€”', [group(12), { subject: { kind: 'user', userId: 36 } }], {
    twoFactorEnabled: true,
    failedAttempts: { limit: 3, blockSeconds: 30 },
  }),
  point(503, 'Night door', [group(10, { scheduleId: 21 })]),
  point(504, 'Lab', [group(10, { scheduleId: 22 })], { pulseSeconds: 8 }),
  point(505, 'Office 5', [group(10, { scheduleId: 23 }), group(12, { overridesPrivacy: true })], { lockSerialNumber: 'LK-1' }),
  point(506, 'Lift', []),
  point(507, 'Floor 0', [group(10)], { floor: { liftId: 506, number: 0, relay: 1 } }),
  point(508, 'Floor 1', [group(12)], { floor: { liftId: 506, number: 1, relay: 2 } }),
  point(509, 'Store', [group(10, { scheduleId: 29 })]),
  point(510, 'Gate reader', [group(11)], { wiegandPort: 1 }),
  point(511, 'Laboratory', [group(10), group(12)], {
    doorRules: {
      factors: {
        sets: [
          ['card', 'pin'],
          ['plate', 'finger'],
        ],
        scheduleId: 20,
      },
    },
  }),
  point(512, 'Strongroom', [group(10), group(12)], {
    doorRules: { twoPerson: { side: 1 } },
    zoneCodes: [{ code: '7000', side: 2 }],
  }),
  point(513, 'Visitors’ gate', [group(10), group(11), group(12)], { doorRules: { escort: { groupIds: [11] } } }),
  point(514, 'Inner door', [group(10), group(12)], {
    doorRules: { interlock: { accessPointIds: [511, 599] } },
    zoneCodes: [{ code: '1200' }],
    silentAlarm: true,
  }),
  point(515, 'Hall', [group(10), group(12)], { zoneCodes: [{ code: '1200', side: 2 }] }),
  point(516, 'Canteen', [group(10), group(12)]),
]

const site = { holidaySource: { kind: 'site' } }
const schedules = [
  {
    id: 20,
    name: 'Office hours',
    ...site,
    week: weekOf([span(8 * hour, 18 * hour)], [], [span(10 * hour, 12 * hour)]),
    exceptions: [
      { effect: 'closed', span: span(12 * hour, 13 * hour), on: { kind: 'date', date: '2026-05-05' } },
      { effect: 'open', span: span(9 * hour, 11 * hour), on: { kind: 'nth_weekday', weekday: 'saturday', week: 2 } },
    ],
  },
  {
    id: 21,
    name: 'Night',
    siteId: 3,
    ...site,
    week: weekOf([span(90 * minute, 150 * minute)], [span(90 * minute, 150 * minute)]),
    exceptions: [],
  },
  {
    id: 22,
    name: 'Lab hours',
    ...site,
    week: weekOf([span(9 * hour, 17 * hour)], []),
    exceptions: [],
    enablingGroupId: 13,
    gracePeriodMinutes: 15,
  },
  { id: 23, name: 'Always', ...site, week: weekOf([], []), exceptions: [], always: true },
  {
    id: 24,
    name: 'Reception',
    holidaySource: { kind: 'calendars', calendarIds: [7] },
    week: weekOf([span(9 * hour, 24 * hour)], []),
    exceptions: [],
  },
]

const borders = (accessPointId: number) => [
  { accessPointId, side: 1, direction: 'in' },
  { accessPointId, side: 2, direction: 'out' },
]
const areas = [
  {
    id: 70,
    timeZone: zone,
    borders: borders(515),
    antiPassback: { enforcement: 'deny', timeoutMinutes: 120 },
    occupancy: { enforcement: 'deny', limit: 2 },
    exceptUserIds: [36],
    resets: [
      { weekday: 'tuesday', minute: 600 },
      { weekday: 'sunday', minute: 150 },
    ],
  },
  {
    id: 71,
    timeZone: zone,
    borders: borders(516),
    antiPassback: { enforcement: 'log' },
    occupancy: { enforcement: 'log', limit: 1 },
    exceptUserIds: [],
    resets: [],
  },
]

const users = [
  { id: 30, suspended: false, pin: '4711', groupIds: [10] },
  { id: 31, suspended: true, groupIds: [10] },
  {
    id: 32,
    suspended: false,
    groupIds: [11],
    visit: { startsAt: Date.UTC(2026, 4, 5, 8), endsAt: Date.UTC(2026, 4, 5, 16) },
  },
  { id: 33, suspended: false, pin: '0815', effectiveTo: Date.UTC(2026, 0, 1), groupIds: [11] },
  { id: 34, suspended: false, pin: '2222', groupIds: [12] },
  { id: 35, suspended: false, pin: '3333', groupIds: [10, 13] },
  { id: 36, suspended: false, pin: '5555', groupIds: [] },
]

const credentials = [
  { id: 40, encoded: '28c0293', bits: 26, userId: 30 },
  { id: 41, encoded: '1f', userId: 31 },
  { id: 42, kind: 'virtual_card', encoded: 'abcdef01', bits: 32, userId: 34 },
  { id: 43, encoded: '28c0293', bits: 34, userId: 35 },
  { id: 44, encoded: '44', userId: 30, state: 'lost' },
  { id: 45, encoded: '45', userId: 30, passesLeft: 0 },
  { id: 46, encoded: '46', userId: 30, effectiveFrom: Date.UTC(2026, 5, 1), effectiveTo: Date.UTC(2026, 5, 30) },
  { id: 47, kind: 'switch_code', encoded: '998877', userId: 34 },
  { id: 48, kind: 'plate', encoded: 'BAB123', userId: 30, relays: 'second' },
  { id: 49, encoded: '49', userId: 32 },
  { id: 50, encoded: '50', userId: 36 },
  { id: 52, kind: 'finger', encoded: 'right-5', userId: 34, alarm: true },
]

/** Rules with something of everything: what the vectors of `docs/vectors/` are about. */
export const vectorRules: PanelRules = Schema.parse({
  formatVersion: 2,
  accountId: 2,
  panelId: 77,
  version: 11,
  compiledAt: Date.UTC(2026, 4, 5, 9, 59),
  accessPoints,
  schedules,
  holidays: [
    { id: 60, name: 'Labour Day', siteId: 3, start: '2026-05-01T00:00:00', end: '2026-05-01T23:59:00' },
    { id: 61, name: 'Works party', calendarId: 7, start: '2026-05-06T12:00:00', end: '2026-05-06T18:00:00' },
  ],
  areas,
  groups: [10, 11, 12, 13].map((id) => ({
    id,
    keypadUnlock: false,
    immuneToAntipassback: id === 13,
    excludedFromLockdown: id === 12,
    ...(id === 12 ? { antipassbackResetTime: 645 } : {}),
  })),
  users,
  credentials,
})

/** Somebody is suspended, somebody is new, and somebody may pass nowhere any more. */
export const vectorDelta: PersonRecord[] = [
  {
    id: 30,
    user: { id: 30, suspended: true, pin: '4711', groupIds: [10] },
    credentials: [{ id: 40, encoded: '28c0293', bits: 26, userId: 30 }],
  },
  { id: 36, credentials: [] },
  { id: 37, user: { id: 37, suspended: false, groupIds: [12] }, credentials: [{ id: 51, encoded: '51', userId: 37 }] },
].map((record) => PersonRecord.parse(record))

/** A door whose pulse is longer, another holiday, and a schedule that nothing uses any more. */
export const vectorFrame: FrameChange = FrameChange.parse({
  accessPoints: [{ ...accessPoints[1], pulseSeconds: 7 }],
  schedules: [],
  holidays: [{ id: 62, name: 'Whit Monday', start: '2026-05-25T00:00:00', end: '2026-05-25T23:59:59' }],
  groups: [],
  removed: { accessPoints: [], schedules: [21], holidays: [61], groups: [] },
})
