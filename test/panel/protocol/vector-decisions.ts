import { accessEvent } from '../../../local/simulator/presentation.ts'
import { areaStates } from '../../../shared/domain/access/decisions/area-states.ts'
import { decide, presentedSide } from '../../../shared/domain/access/decisions/decide.ts'
import {
  type DecisionMemory,
  emptyMemory,
  type Presented,
  type WaitingPerson,
} from '../../../shared/domain/access/decisions/decision.ts'
import { indexRules } from '../../../shared/domain/access/decisions/index-rules.ts'
import { type DoorPosture, noPosture, standsUnlocked } from '../../../shared/domain/access/decisions/posture.ts'
import { enabledUntil, isOpen } from '../../../shared/domain/access/schedules/is-open.ts'
import type { Timetable } from '../../../shared/domain/access/schedules/timetable.ts'
import { comparedValue } from '../../../shared/domain/people/credentials/compared-value.ts'
import type { Factor } from '../../../shared/domain/places/access-points/door-rules.ts'
import { AccessPointId, UserId } from '../../../shared/lib/ids.ts'
import { vectorRules } from './vector-rules.ts'

const rules = indexRules(vectorRules)
const lockdown: DoorPosture = {
  overrides: [],
  modes: { rest: 'lockdown', normal: [AccessPointId.parse(509)], lockdown: [], egress: [AccessPointId.parse(503)] },
}
const privacy: DecisionMemory = { ...emptyMemory, privacy: [AccessPointId.parse(505)] }
const labUntil = Date.parse('2026-05-05T15:00:00Z')
const enabled: DecisionMemory = { enabledUntil: { '3/22': labUntil } }
const failed = (failed: number, blockedAt?: string): DecisionMemory => ({
  ...emptyMemory,
  attempts: { 'access point 502 side 1': { failed, ...(blockedAt === undefined ? {} : { blockedAt: Date.parse(blockedAt) }) } },
})
const card = (encodedCredential: string, bits?: number) => ({ encodedCredential, ...(bits === undefined ? {} : { bits }) })
const mine = card('28c0293', 26)
const noon = '2026-05-05T09:00:00Z'

/** Who waits at side 1 of a door since some seconds before noon. */
const waits = (door: number, userId: number, seconds: number, state: WaitingPerson['state'], factors: Factor[] = []) => ({
  ...emptyMemory,
  waiting: {
    [`access point ${door} side 1`]: { userId: UserId.parse(userId), since: Date.parse(noon) - seconds * 1_000, factors, state },
  },
})
/** Who passed into or out of an area last, and when. */
const passed = (area: number, people: Record<number, readonly ['in' | 'out', string]>): DecisionMemory => ({
  ...emptyMemory,
  areas: areaStates({
    [area]: Object.fromEntries(
      Object.entries(people).map(([id, [direction, at]]) => [id, { direction, at: Date.parse(`2026-05-05T${at}Z`) }]),
    ),
  }),
})
const theirs = card('abcdef01', 32)

/** What each is about, the door, what was presented, when, and what came before. */
const asked: readonly (readonly [string, number, object, string, DoorPosture?, DecisionMemory?])[] = [
  ['a card in office hours', 501, mine, noon],
  ['the same number with leading zeros and capitals', 501, card('028C0293', 26), noon],
  ['before office hours', 501, mine, '2026-05-05T05:59:59Z'],
  ['the first instant of office hours', 501, mine, '2026-05-05T06:00:00Z'],
  ['the end is not included', 501, mine, '2026-05-05T16:00:00Z'],
  ['a closed exception', 501, mine, '2026-05-05T10:30:00Z'],
  ['an open exception on the second Saturday', 501, mine, '2026-05-09T07:30:00Z'],
  ['a third Saturday', 501, mine, '2026-05-16T07:30:00Z'],
  ['a holiday has spans of its own', 501, mine, '2026-05-01T07:00:00Z'],
  ['within the spans of a holiday', 501, mine, '2026-05-01T08:00:00Z'],
  ['an access point that is not in the rules', 599, mine, noon],
  ['nothing', 501, {}, noon],
  ['a card that nobody has', 501, card('999'), noon],
  ['a card of another length', 501, card('28c0293', 37), noon],
  ['two cards with one number, and no bit count', 501, card('28c0293'), noon],
  ['a PIN alone', 501, { pin: '2222' }, noon],
  ['a PIN that nobody has', 501, { pin: '9999' }, noon],
  ['a switch code at the keypad', 501, { pin: '998877' }, noon],
  ['a credential with the PIN of somebody else', 501, { ...mine, pin: '2222' }, noon],
  ['somebody who is suspended', 501, card('1f'), noon],
  ['a visitor at the exit, during the visit', 501, { ...card('49'), readerId: 902 }, noon],
  ['a visitor at the entry', 501, { ...card('49'), readerId: 901 }, noon],
  ['a visitor after the visit', 501, { ...card('49'), side: 2 }, '2026-05-05T16:00:00.001Z'],
  ['a PIN after its last day', 501, { pin: '0815' }, noon],
  ['a card that is lost', 501, card('44'), noon],
  ['a card without uses left', 501, card('45'), noon],
  ['a card before its first day', 501, card('46'), noon],
  ['a plate, written otherwise', 501, { kind: 'plate', encodedCredential: 'ba-b 123' }, noon],
  ['somebody without a rule here', 501, card('50'), noon],
  ['one factor where two are asked for', 502, card('50'), noon],
  ['two factors', 502, { ...card('50'), pin: '5555' }, noon],
  ['a first failed attempt', 502, card('999'), noon],
  ['a failed attempt that blocks the reader', 502, { pin: '9999' }, noon, noPosture, failed(2)],
  ['a grant begins the count again', 502, { ...card('50'), pin: '5555' }, noon, noPosture, failed(2)],
  ['what is refused for another reason does not count', 502, card('50'), noon, noPosture, failed(2)],
  ['a reader that is blocked', 502, { ...card('50'), pin: '5555' }, noon, noPosture, failed(0, '2026-05-05T08:59:30.001Z')],
  ['a reader that was blocked', 502, { ...card('50'), pin: '5555' }, noon, noPosture, failed(0, '2026-05-05T08:59:30Z')],
  [
    'a reader that was blocked by a clock that was ahead',
    502,
    card('50'),
    noon,
    noPosture,
    failed(0, '2026-05-05T09:00:00.001Z'),
  ],
  ['a finger that raises a silent alarm', 501, { kind: 'finger', encodedCredential: 'right-5' }, noon],
  ['a finger that raises a silent alarm, and is refused', 503, { kind: 'finger', encodedCredential: 'right-5' }, noon],
  ['in a lockdown', 501, mine, noon, lockdown],
  ['in a lockdown, by a group that is excluded', 501, card('abcdef01', 32), noon, lockdown],
  ['egress changes no decision', 503, mine, noon, lockdown],
  ['a lock that is set to privacy', 505, mine, noon, noPosture, privacy],
  ['a lock that is set to privacy, by a rule that overrides it', 505, card('abcdef01', 32), noon, noPosture, privacy],
  ['a schedule that is always open', 505, mine, '2026-05-02T23:00:00Z'],
  ['a lift: one floor may be chosen', 506, mine, noon],
  ['a lift in a lockdown holds its floors', 506, mine, noon, lockdown],
  ['a lift: nobody without a floor', 506, card('50'), noon],
  ['a rule whose schedule is missing', 509, mine, noon],
  ['a schedule that nobody has enabled', 504, mine, noon],
  ['a member of the enabling group', 504, card('28c0293', 34), noon],
  ['a schedule that somebody has enabled', 504, mine, noon, noPosture, enabled],
  ['enabled no longer', 504, mine, '2026-05-05T15:00:00Z', noPosture, enabled],
  ['a Wiegand output', 510, card('49'), noon],
  ['the night when the clock falls back: the first 02:15', 503, mine, '2026-10-25T00:15:00Z'],
  ['the night when the clock falls back: the second 02:15', 503, mine, '2026-10-25T01:15:00Z'],
  ['the night when the clock springs: 01:45', 503, mine, '2026-03-29T00:45:00Z'],
  ['the night when the clock springs: 03:15, when 02:15 would be', 503, mine, '2026-03-29T01:15:00Z'],
  ['the first of several factors', 511, mine, noon],
  ['the second factor completes a set', 511, { pin: '4711' }, noon, noPosture, waits(511, 30, 10, 'for_factors', ['card'])],
  [
    'a factor of no set is added to those that wait',
    511,
    { kind: 'plate', encodedCredential: 'BAB123' },
    noon,
    noPosture,
    waits(511, 30, 3, 'for_factors', ['card']),
  ],
  [
    'a factor that comes too late waits by itself',
    511,
    { pin: '4711' },
    noon,
    noPosture,
    waits(511, 30, 10.001, 'for_factors', ['card']),
  ],
  ['the factor of somebody else', 511, { pin: '2222' }, noon, noPosture, waits(511, 30, 1, 'for_factors', ['card'])],
  ['factors are not asked for outside their schedule', 511, theirs, '2026-05-05T17:00:00Z'],
  ['the first of two people', 512, mine, noon],
  ['the same person twice', 512, mine, noon, noPosture, waits(512, 30, 2, 'ready')],
  ['the second of two people', 512, theirs, noon, noPosture, waits(512, 30, 2, 'ready')],
  ['two people are not asked for at the other side', 512, { ...mine, side: 2 }, noon],
  ['a visitor without an escort', 513, card('49'), noon],
  ['an escort for a visitor who waits', 513, mine, noon, noPosture, waits(513, 32, 4, 'ready')],
  ['a visitor whose escort has passed', 513, card('49'), noon, noPosture, waits(513, 30, 4, 'passed')],
  [
    'an interlocked door',
    514,
    mine,
    noon,
    noPosture,
    { ...emptyMemory, openDoors: [AccessPointId.parse(511), AccessPointId.parse(599)] },
  ],
  [
    'a door that is interlocked with one that is not in the rules',
    514,
    mine,
    noon,
    noPosture,
    { ...emptyMemory, openDoors: [AccessPointId.parse(599)] },
  ],
  ['a code of the door', 514, { pin: '1200' }, noon],
  ['a code of the door, one higher', 514, { pin: '1201' }, noon],
  ['a code of the door in a lockdown', 514, { pin: '1200' }, noon, lockdown],
  ['a code of the door at the border of an area', 515, { pin: '1200', side: 2 }, noon],
  ['a code of one side at the other', 515, { pin: '1200', side: 1 }, noon],
  ['a code where two people are asked for at the other side', 512, { pin: '7000', side: 2 }, noon],
  ['a PIN one higher raises a silent alarm', 514, { pin: '4712' }, noon],
  ['a PIN one higher beside a card', 514, { ...mine, pin: '4712' }, noon],
  ['a PIN one higher at a door without silent alarms', 501, { pin: '4712' }, noon],
  ['into an area', 515, mine, noon],
  ['into an area twice', 515, mine, noon, noPosture, passed(70, { 30: ['in', '08:00:00'] })],
  ['into an area twice, with a reset between', 515, mine, noon, noPosture, passed(70, { 30: ['in', '07:59:59.999'] })],
  ['out of an area', 515, { ...mine, side: 2 }, noon, noPosture, passed(70, { 30: ['in', '08:30:00'] })],
  ['into an area twice, after the timeout', 515, mine, '2026-05-05T10:00:00Z', noPosture, passed(70, { 30: ['in', '08:00:00'] })],
  [
    'into an area twice, by a group that was forgotten since',
    515,
    theirs,
    noon,
    noPosture,
    passed(70, { 34: ['in', '08:44:59'] }),
  ],
  ['into an area that is full', 515, mine, noon, noPosture, passed(70, { 33: ['in', '08:30:00'], 34: ['in', '08:30:00'] })],
  [
    'into an area that was full before its reset',
    515,
    mine,
    noon,
    noPosture,
    passed(70, { 33: ['in', '07:30:00'], 34: ['in', '08:30:00'] }),
  ],
  ['into an area that only logs', 516, mine, noon, noPosture, passed(71, { 30: ['in', '08:30:00'], 34: ['in', '01:00:00'] })],
]

/** Decisions with everything that they depend on besides the rules, and the events that report them. */
export const decisionVectors = () =>
  asked.map(([about, accessPointId, what, instant, posture = noPosture, memory = emptyMemory], index) => {
    // Written above in the form of `Presented`; ids are numbers.
    const presented = { accessPointId, ...what } as Presented
    const at = Date.parse(instant)
    const { trace: _trace, ...outcome } = decide(rules, presented, at, memory, posture)
    const side = presentedSide(rules.accessPoints.get(presented.accessPointId), presented)
    const stamp = { sequence: index + 1, occurredAt: at, configVersion: 12, clockQuality: 'synced' as const }
    const value = comparedValue(presented.kind ?? 'card', presented.encodedCredential ?? '')
    const read = { ...presented, side, ...(value === undefined ? {} : { encodedCredential: value }) }
    const event = accessEvent({ ...outcome, trace: [] }, read, stamp)
    return {
      about,
      presented,
      at,
      ...(posture === noPosture ? {} : { posture }),
      ...(memory === emptyMemory ? {} : { memory }),
      outcome,
      event,
    }
  })

const missing = (): never => {
  throw new Error('The rules of the vectors lack this')
}
const scheduleOf = (id: number): Timetable => vectorRules.schedules.find((one) => one.id === id) ?? missing()

/** Schedules at instants, and until when a grant then enables them. */
export const scheduleVectors = () =>
  (
    [
      [20, '2026-05-05T07:00:00Z'],
      [21, '2026-10-24T23:30:00Z'],
      [21, '2026-10-25T00:29:59Z'],
      [21, '2026-10-25T00:30:00Z'],
      [21, '2026-10-25T01:29:59Z'],
      [21, '2026-03-29T00:59:59Z'],
      [21, '2026-03-29T01:00:00Z'],
      [22, '2026-05-05T06:44:59Z'],
      [22, '2026-05-05T06:45:00Z'],
      [22, '2026-05-05T14:59:59Z'],
      [22, '2026-05-05T15:00:00Z'],
      [24, '2026-05-06T09:59:59Z'],
      [24, '2026-05-06T10:00:00Z'],
      [24, '2026-05-06T16:00:00Z'],
    ] as const
  ).map(([scheduleId, instant]) => {
    const at = Date.parse(instant)
    const holidays = rules.holidays.get(vectorRules.accessPoints[0]?.siteId ?? missing()) ?? []
    const [schedule, zone] = [scheduleOf(scheduleId), 'Europe/Berlin']
    const until = schedule.enablingGroupId === undefined ? undefined : enabledUntil(schedule, holidays, zone, at)
    return {
      scheduleId,
      at,
      instant,
      isOpen: isOpen(schedule, holidays, zone, at, until),
      ...(schedule.enablingGroupId === undefined ? {} : { grantEnablesUntil: until ?? null }),
    }
  })

/** How doors stand without a pulse. */
export const doorVectors = () => {
  const at = Date.parse(noon)
  const override = (behavior: 'lock' | 'unlock', endsAt?: number): DoorPosture => ({
    ...noPosture,
    overrides: [{ accessPointId: AccessPointId.parse(501), behavior, ...(endsAt === undefined ? {} : { endsAt }) }],
  })
  const modes = (lists: object): DoorPosture => ({
    overrides: override('unlock').overrides,
    modes: { ...noPosture.modes, ...lists },
  })
  const [front, floor] = [
    { id: AccessPointId.parse(501) },
    { id: AccessPointId.parse(507), floor: { liftId: AccessPointId.parse(506) } },
  ]
  const cases = [
    [front, noPosture, false, false],
    [front, noPosture, true, false],
    [front, override('lock'), true, false],
    [front, override('unlock', at + 1), false, false],
    [front, override('unlock', at), false, false],
    [front, modes({ rest: 'lockdown' }), true, false],
    [front, modes({ rest: 'lockdown' }), false, true],
    [front, modes({ rest: 'lockdown', egress: [501] }), false, false],
    [front, modes({ lockdown: [501] }), true, false],
    [floor, modes({ lockdown: [506] }), true, false],
    [floor, noPosture, false, true],
  ] as const
  return cases.map(([{ id, ...rest }, posture, isScheduleOpen, isFireAlarm]) => ({
    accessPointId: id,
    ...rest,
    posture,
    at,
    isScheduleOpen,
    isFireAlarm,
    state: standsUnlocked(posture, { id, ...rest }, at, isScheduleOpen, isFireAlarm) ? 'unlocked' : 'locked',
  }))
}
