import fc from 'fast-check'
import { PanelRules } from '../../../../shared/domain/access/decisions/rules.ts'
import { weekdays } from '../../../../shared/domain/access/schedules/timetable.ts'
import { day, type Instant, minute } from '../../../../shared/lib/clock.ts'
import { definedOf } from '../../../../shared/lib/defined.ts'
import { anyHoliday, anyTimetable } from '../schedules/timetables.ts'

/** `one` in so many of ten cases, else undefined. */
export const inTen = <T>(cases: number, one: fc.Arbitrary<T>) =>
  fc.oneof({ weight: cases, arbitrary: one }, { weight: 10 - cases, arbitrary: fc.constant(undefined) })
export const oneIn = (count: number) => fc.nat(count - 1).map((one) => one === 0)
const some = (count: number) => fc.integer({ min: 1, max: count })

export const doorCount = 5
export const [liftId, floorId, lockId] = [3, 4, 5]

/** Instants in the days around a change of the clock, on the quarter hours at which blocks begin and end, and just beside them. */
export const instantsNear = (date: string): fc.Arbitrary<Instant> => {
  const start = Date.parse(`${date}T00:00:00Z`)
  const near = fc.integer({ min: -40, max: 80 })
  const far = fc.integer({ min: -3 * 96, max: 4 * 96 })
  return fc
    .tuple(fc.oneof(near, far), fc.constantFrom(0, 0, -1, 1))
    .map(([quarters, beside]) => start + quarters * 15 * minute + beside)
}

const anySubject = fc.oneof(
  { weight: 4, arbitrary: some(3).map((groupId) => ({ kind: 'group', groupId })) },
  { weight: 1, arbitrary: some(3).map((userId) => ({ kind: 'user', userId })) },
)
const anyRule = fc
  .record({
    subject: anySubject,
    side: inTen(2, fc.constantFrom(1, 2)),
    // the rules have schedules 1 to 3
    scheduleId: inTen(9, fc.oneof({ weight: 30, arbitrary: some(3) }, { weight: 1, arbitrary: fc.constant(4) })),
    overridesPrivacy: fc.constantFrom(true, undefined, undefined),
  })
  .map(definedOf)

/** What lets everybody pass at any time, so that more comes to the checks after that. */
export const forAll = [1, 2, 3].map((groupId) => ({ subject: { kind: 'group', groupId } }))

/** The id of the first or second reader of a door. */
export const readerAt = (accessPointId: number, reader: number): number => 10 * accessPointId + reader

/** When one of the rules of a door is asked for. */
const anyWhen = { scheduleId: inTen(3, some(4)), side: inTen(2, fc.constantFrom(1, 2)) }
const factors = ['card', 'pin', 'finger', 'plate'] as const
/** What doors ask for besides a permission, each seldom, since most doors ask for nothing. */
const doorRules = {
  doorRules: inTen(
    5,
    fc
      .record({
        factors: inTen(
          3,
          fc
            .record({
              ...anyWhen,
              sets: fc.array(fc.subarray([...factors], { minLength: 2, maxLength: 2 }), { minLength: 1, maxLength: 3 }),
            })
            .map(definedOf),
        ),
        twoPerson: inTen(3, fc.record(anyWhen).map(definedOf)),
        escort: inTen(3, fc.record({ groupIds: fc.subarray([1, 2, 3], { minLength: 1, maxLength: 2 }) })),
        interlock: inTen(
          2,
          fc.record({ accessPointIds: fc.uniqueArray(fc.constantFrom(1, 2, 3, 9), { minLength: 1, maxLength: 2 }) }),
        ),
      })
      .map(definedOf),
  ),
  zoneCodes: inTen(
    6,
    fc.array(fc.record({ code: fc.constantFrom('5', '5', '2'), side: inTen(4, fc.constantFrom(1, 2)) }).map(definedOf), {
      maxLength: 2,
    }),
  ),
  silentAlarm: inTen(4, fc.constant(true)),
}

const bothSides = (accessPointId: number, isTurned: boolean) => [
  { accessPointId, side: 1, direction: isTurned ? 'out' : 'in' },
  { accessPointId, side: 2, direction: isTurned ? 'in' : 'out' },
]
const anyArea = fc
  .record({
    borders: fc
      .uniqueArray(fc.tuple(fc.integer({ min: 1, max: doorCount }), oneIn(3)), {
        minLength: 1,
        maxLength: 3,
        selector: ([door]) => door,
      })
      .map((doors) => doors.flatMap(([door, isTurned]) => bothSides(door, isTurned))),
    antiPassback: inTen(
      7,
      fc
        .record({ enforcement: fc.constantFrom('log', 'deny', 'deny'), timeoutMinutes: inTen(3, fc.constantFrom(1, 15, 600)) })
        .map(definedOf),
    ),
    occupancy: inTen(5, fc.record({ enforcement: fc.constantFrom('log', 'deny', 'deny'), limit: fc.constantFrom(1, 1, 2) })),
    exceptUserIds: fc.constantFrom([], [], [], [1]),
    resets: fc.array(
      fc.record({
        weekday: fc.constantFrom(...weekdays),
        minute: fc.oneof(fc.nat(16), fc.nat(95)).map((quarter) => quarter * 15),
      }),
      { maxLength: 3 },
    ),
    isElsewhere: oneIn(4),
  })
  .map(definedOf)

const anyPoint = fc.record({
  isElsewhere: oneIn(4),
  isForAll: oneIn(3),
  twoFactorEnabled: oneIn(6),
  unlockScheduleId: inTen(4, some(4)),
  ...doorRules,
  failedAttempts: inTen(4, fc.record({ limit: some(3), blockSeconds: fc.constantFrom(10, 20, 60) })),
  rules: fc.array(anyRule, { minLength: 2, maxLength: 5 }),
  readers: fc.constantFrom(
    undefined,
    [{ id: 1, side: 1 }],
    [{ id: 1, side: 2 }],
    [
      { id: 1, side: 1 },
      { id: 2, side: 2 },
    ],
  ),
})

/** The values of the credentials, by kind, and the ways in which a reader may give them. */
export const values = [
  { kind: 'card', encoded: 'a1', read: ['a1', '00A1', 'A1'] },
  { kind: 'virtual_card', encoded: 'b2', read: ['b2', '0b2'] },
  { kind: 'plate', encoded: 'B1234', read: ['B1234', 'b-12 34'] },
  { kind: 'qr', encoded: 'a1', read: ['a1'] },
  { kind: 'finger', encoded: 'left', read: ['left'] },
  { kind: 'switch_code', encoded: '77', read: ['77'] },
] as const

const anyCredential = (instant: fc.Arbitrary<Instant>) =>
  fc.record({
    isDoubled: oneIn(30),
    userId: fc.oneof({ weight: 40, arbitrary: some(3) }, { weight: 1, arbitrary: fc.constant(9) }),
    bits: inTen(4, fc.constantFrom(26, 34)),
    state: inTen(2, fc.constantFrom('active', 'suspended', 'lost')),
    effectiveFrom: inTen(1, instant),
    effectiveTo: inTen(1, instant),
    passesLeft: inTen(2, fc.constantFrom(0, 1, 5)),
    relays: fc.constantFrom(undefined, 'second', 'all'),
    alarm: fc.constantFrom(undefined, undefined, true, false),
  })

const anyUser = (instant: fc.Arbitrary<Instant>) =>
  fc.record({
    suspended: oneIn(25),
    hasPin: inTen(8, fc.constant(true)),
    isDoubled: oneIn(30),
    effectiveFrom: inTen(1, instant),
    effectiveTo: inTen(1, instant),
    groupIds: fc.array(some(3), { minLength: 1, maxLength: 3 }),
    visit: inTen(
      1,
      fc
        .record({ startsAt: instant, hours: fc.nat(200), stopped: fc.constantFrom(true, undefined, undefined, undefined) })
        .map(({ hours, ...one }) => definedOf({ ...one, endsAt: one.startsAt + hours * 60 * minute })),
    ),
  })

/** The rules of a panel at two sites, the first in this zone, with everything that may go wrong in them: what is missing, doubled, expired. */
export const anyRules = (zone: string, date: string): fc.Arbitrary<PanelRules> => {
  const instant = instantsNear(date)
  const firstDate = new Date(Date.parse(`${date}T00:00:00Z`) - 2 * day).toISOString().slice(0, 10)
  return fc
    .record({
      otherZone: fc.constantFrom('Asia/Kolkata', 'Europe/Berlin', 'Europe/Berlin', 'America/New_York', 'Mars/Olympus'),
      points: fc.array(anyPoint, { minLength: doorCount, maxLength: doorCount }),
      schedules: fc.array(
        fc.record({
          timetable: anyTimetable(firstDate, 4),
          enablingGroupId: inTen(4, some(3)),
          gracePeriodMinutes: fc.constantFrom(0, 15, 60, 20),
          calendarIds: fc.constantFrom(undefined, undefined, [1], [1, 2]),
          always: fc.constantFrom(true, undefined, undefined, undefined, undefined),
          siteId: fc.constantFrom(undefined, undefined, 1, 2),
        }),
        { minLength: 3, maxLength: 3 },
      ),
      holidays: fc.array(
        fc.record({
          times: anyHoliday(firstDate, 72),
          siteId: fc.constantFrom(undefined, 1, 2),
          calendarId: fc.constantFrom(undefined, undefined, 1, 2),
        }),
        { maxLength: 3 },
      ),
      excluded: fc.subarray([1, 2, 3]),
      immune: fc.constantFrom([], [], [], [3]),
      resetTimes: fc.array(inTen(3, fc.constantFrom(0, 90, 150, 1_440, 720)), { minLength: 3, maxLength: 3 }),
      areas: fc.array(anyArea, { maxLength: 2 }),
      users: fc.array(anyUser(instant), { minLength: 3, maxLength: 3 }),
      credentials: fc.array(anyCredential(instant), { minLength: 3, maxLength: values.length }),
    })
    .map(({ otherZone, points, schedules, holidays, excluded, immune, resetTimes, areas, users, credentials }) =>
      PanelRules.parse({
        formatVersion: 2,
        accountId: 1,
        panelId: 1,
        version: 1,
        compiledAt: 0,
        accessPoints: points.map(({ isElsewhere, isForAll, readers, rules, ...point }, index) => ({
          ...definedOf(point),
          rules: isForAll ? [...rules, ...forAll] : rules,
          // a reader stands at one door
          ...(readers ? { readers: readers.map(({ id, side }) => ({ id: readerAt(index + 1, id), side })) } : {}),
          id: index + 1,
          name: 'Door',
          siteId: isElsewhere ? 2 : 1,
          timeZone: isElsewhere ? otherZone : zone,
          activationEnabled: true,
          pulseSeconds: 5,
          ...(index + 1 === floorId ? { floor: { liftId, number: 1, relay: 2 } } : {}),
          ...(index + 1 === lockId ? { lockSerialNumber: 'L1' } : {}),
        })),
        schedules: schedules.map(({ timetable, calendarIds, enablingGroupId, gracePeriodMinutes, ...one }, index) => ({
          ...timetable,
          ...definedOf(one),
          ...(enablingGroupId === undefined ? {} : { enablingGroupId, gracePeriodMinutes }),
          ...(calendarIds ? { holidaySource: { kind: 'calendars', calendarIds } } : {}),
          id: index + 1,
          name: 'Schedule',
        })),
        holidays: holidays.map(({ times, ...one }, index) => ({ ...times, ...definedOf(one), id: index + 1, name: 'Day' })),
        groups: [1, 2, 3].map((id) => ({
          id,
          keypadUnlock: false,
          immuneToAntipassback: immune.some((one) => one === id),
          excludedFromLockdown: excluded.includes(id),
          ...definedOf({ antipassbackResetTime: resetTimes[id - 1] }),
        })),
        areas: areas.map(({ isElsewhere, ...area }, index) => ({
          ...area,
          id: index + 1,
          timeZone: isElsewhere ? otherZone : zone,
        })),
        users: users.map(({ hasPin, isDoubled, ...user }, index) => ({
          ...definedOf(user),
          ...(hasPin ? { pin: isDoubled ? '1' : `${index + 1}` } : {}),
          id: index + 1,
        })),
        credentials: credentials.map(({ isDoubled, bits, ...one }, index) => {
          const { kind, encoded } = values[isDoubled ? 0 : index] ?? values[0]
          return {
            ...definedOf(one),
            ...(kind === 'card' ? {} : { kind }),
            ...(bits !== undefined && kind.endsWith('card') ? { bits } : {}),
            encoded,
            id: index + 1,
          }
        }),
      }),
    )
}
