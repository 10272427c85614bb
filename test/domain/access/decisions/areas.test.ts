import { describe, expect, it } from 'vitest'
import { lastDailyReset, lastReset } from '../../../../shared/domain/access/decisions/area-resets.ts'
import { areaStates } from '../../../../shared/domain/access/decisions/area-states.ts'
import { minute } from '../../../../shared/lib/clock.ts'
import { AreaId, UserId } from '../../../../shared/lib/ids.ts'
import { when } from '../schedules/timetables.ts'
import { card, groups, noon, rulesWith, run, users, whereabouts, zone } from './door-rules-setting.ts'

const area = (more: object) => ({
  id: 7,
  timeZone: zone,
  borders: [
    { accessPointId: 1, side: 1, direction: 'in' },
    { accessPointId: 1, side: 2, direction: 'out' },
  ],
  exceptUserIds: [],
  resets: [],
  ...more,
})
const rulesOf = (more: object, others: object = {}) => rulesWith({}, { areas: [area(more)], ...others })
const hard = { antiPassback: { enforcement: 'deny' } }
const [enter, leave] = [card('ann'), card('ann', { side: 2 })]
const ago = (minutes: number, direction: 'in' | 'out' = 'in', user = users.ann) =>
  whereabouts({ 7: { [user]: { direction, at: noon - minutes * minute } } })

describe('anti-passback', () => {
  it('lets whoever is not known go both ways, and then only by turns', () => {
    const steps = [enter, enter, leave, leave, enter].map((one, index) => [index, one] as const)
    expect(run(rulesOf(hard), steps).reasons).toEqual(['granted', 'anti_passback', 'granted', 'anti_passback', 'granted'])
    expect(run(rulesOf(hard), [[0, leave]]).reasons).toEqual(['granted'])
  })

  it('goes by what happened: a refusal moves nobody, and a person is not another', () => {
    const { reasons } = run(rulesOf(hard), [
      [0, enter],
      [1, enter],
      [2, card('bob')],
      [3, card('bob', { side: 2 })],
    ])
    expect(reasons).toEqual(['granted', 'anti_passback', 'granted', 'granted'])
  })

  it('reports a breach that is only logged, and who it was', () => {
    const { decisions } = run(rulesOf({ antiPassback: { enforcement: 'log' } }), [
      [0, enter],
      [1, enter],
    ])
    expect(decisions[0]?.breaches).toBeUndefined()
    expect(decisions[1]).toMatchObject({ reason: 'granted', breaches: [{ reason: 'anti_passback_breached', userId: users.ann }] })
  })

  it('forgets a passage when its timeout has gone by, to the millisecond', () => {
    const rules = rulesOf({ antiPassback: { enforcement: 'deny', timeoutMinutes: 30 } })
    expect(
      run(
        rules,
        [
          [-0.001, enter],
          [0, enter],
        ],
        { memory: ago(30) },
      ).reasons,
    ).toEqual(['anti_passback', 'granted'])
  })

  it('does not hold for the exceptions, nor for members of a group that is immune', () => {
    expect(run(rulesOf({ ...hard, exceptUserIds: [users.ann] }), [[0, enter]], { memory: ago(1) }).reasons).toEqual(['granted'])
    const ida = ago(1, 'in', users.ida)
    expect(run(rulesOf(hard), [[0, card('ida')]], { memory: ida }).reasons).toEqual(['granted'])
  })

  it('forgets the members of a group at its time of the day', () => {
    const withTime = (antipassbackResetTime: number) => ({
      groups: [
        {
          id: groups.staff,
          keypadUnlock: false,
          immuneToAntipassback: false,
          excludedFromLockdown: false,
          antipassbackResetTime,
        },
      ],
    })
    const reasonAt = (time: number, minutes: number) =>
      run(rulesOf(hard, withTime(time)), [[0, enter]], { memory: ago(minutes) }).reasons[0]
    expect([reasonAt(11 * 60, 60), reasonAt(11 * 60, 60.001)]).toEqual(['anti_passback', 'granted'])
    expect([reasonAt(1_440, 12 * 60), reasonAt(1_440, 12 * 60 + 1)]).toEqual(['anti_passback', 'granted'])
  })

  it('is asked once more of somebody who waits while another comes', () => {
    const rules = rulesWith({ doorRules: { twoPerson: {} } }, { areas: [area(hard)] })
    const first = run(rules, [[0, enter]])
    const memory = { ...first.memory, ...whereabouts({ 7: { [users.ann]: { direction: 'in', at: noon } } }) }
    expect(run(rules, [[1, card('bob')]], { memory }).reasons).toEqual(['anti_passback'])
    const together = run(rules, [[1, card('bob')]], { memory: first.memory })
    expect(together.decisions[0]?.passages).toMatchObject([{ areaId: 7, direction: 'in', userIds: [users.bob, users.ann] }])
  })
})

describe('the limit of an area', () => {
  const limit = (count: number, enforcement = 'deny') => ({ occupancy: { enforcement, limit: count } })

  it('refuses who would be one too many, until somebody leaves', () => {
    const steps = [enter, card('bob'), card('vic'), leave, card('vic')].map((one, index) => [index, one] as const)
    expect(run(rulesOf(limit(2)), steps).reasons).toEqual(['granted', 'granted', 'area_full', 'granted', 'granted'])
  })

  it('does not count twice who is inside, and counts two who pass together', () => {
    expect(
      run(rulesOf(limit(1)), [
        [0, enter],
        [1, enter],
      ]).reasons,
    ).toEqual(['granted', 'granted'])
    const two = (count: number) => rulesWith({ doorRules: { twoPerson: {} } }, { areas: [area(limit(count))] })
    const together = [
      [0, enter],
      [1, card('bob')],
    ] as const
    expect([run(two(1), together).reasons[1], run(two(2), together).reasons[1]]).toEqual(['area_full', 'granted'])
  })

  it('counts from its resets on only, and not less for a timeout', () => {
    const resets = [{ weekday: 'wednesday', minute: 11 * 60 }]
    const full = (minutes: number) =>
      run(rulesOf({ ...limit(1), resets }), [[0, card('bob')]], { memory: ago(minutes) }).reasons[0]
    expect([full(60), full(60.001)]).toEqual(['area_full', 'granted'])
    const soft = rulesOf({ ...limit(1), antiPassback: { enforcement: 'deny', timeoutMinutes: 1 } })
    expect(run(soft, [[0, card('bob')]], { memory: ago(600) }).reasons).toEqual(['area_full'])
  })

  it('reports that it is passed where it only logs', () => {
    const { decisions } = run(rulesOf(limit(1, 'log')), [
      [0, enter],
      [1, card('bob')],
    ])
    expect(decisions.map(({ breaches }) => breaches)).toEqual([undefined, [{ reason: 'area_over_limit' }]])
  })
})

describe('the last reset', () => {
  const at = (text: string) => when(zone, text)
  it('is that of the week before until its time has come', () => {
    const resets = [{ weekday: 'wednesday' as const, minute: 12 * 60 }]
    expect(lastReset(resets, zone, noon)).toBe(noon)
    expect(lastReset(resets, zone, noon - 1)).toBe(at('2025-06-11T12:00'))
    expect(lastReset([], zone, noon)).toBe(Number.NEGATIVE_INFINITY)
    expect(lastReset(resets, 'Mars/Olympus', noon)).toBe(Number.NEGATIVE_INFINITY)
  })

  it('comes at the end of a gap of the clock, and the first time that an hour is shown', () => {
    const resets = [{ weekday: 'sunday' as const, minute: 150 }]
    const gap = at('2025-03-30T03:00')
    expect([lastReset(resets, zone, gap - 1), lastReset(resets, zone, gap)]).toEqual([at('2025-03-23T02:30'), gap])
    const first = at('2025-10-26T02:30+02:00')
    expect(lastReset(resets, zone, at('2025-10-26T12:00'))).toBe(first)
    expect(lastReset(resets, zone, first - 1)).toBe(at('2025-10-19T02:30'))
  })

  it('of every day is at 1440 the midnight that ends it', () => {
    expect(lastDailyReset(1_440, zone, noon)).toBe(at('2025-06-18T00:00'))
    expect(lastDailyReset(60, zone, at('2025-06-18T00:59'))).toBe(at('2025-06-17T01:00'))
  })
})

describe('what is remembered of areas', () => {
  const [seven, one, two] = [AreaId.parse(7), UserId.parse(1), UserId.parse(2)]
  it('is the same after it was written down', () => {
    const states = areaStates()
    states.pass(seven, one, { direction: 'in', at: 5 })
    states.pass(seven, two, { direction: 'out', at: 6 })
    const again = areaStates(JSON.parse(JSON.stringify(states)))
    expect([again.last(seven, one), again.last(seven, two)]).toEqual([
      { direction: 'in', at: 5 },
      { direction: 'out', at: 6 },
    ])
    expect(again.insideSince(seven, 0)).toBe(1)
  })

  it('counts as people come and go, from any instant', () => {
    const states = areaStates()
    const counts = [0, 5, 6].map((at) => {
      states.pass(seven, UserId.parse(at + 1), { direction: 'in', at })
      return states.insideSince(seven, 5)
    })
    states.pass(seven, UserId.parse(6), { direction: 'out', at: 9 })
    expect([...counts, states.insideSince(seven, 5), states.insideSince(seven, 0)]).toEqual([0, 1, 2, 1, 2])
  })

  it('forgets one person or all as of an instant, and what was later stays', () => {
    const states = areaStates({
      7: { 1: { direction: 'in', at: 5 }, 2: { direction: 'in', at: 9 }, 3: { direction: 'in', at: 5 } },
    })
    expect(states.insideSince(seven, 0)).toBe(3)
    states.clear(seven, 6, one)
    states.clear(seven, 6, two)
    expect([states.last(seven, one), states.last(seven, two)?.at, states.insideSince(seven, 0)]).toEqual([undefined, 9, 2])
    states.clear(seven, 9)
    expect(states.toJSON()).toEqual({ 7: { 2: { direction: 'in', at: 9 } } })
  })

  it('holds 150,000 people, and a passage and a count take no longer for that', () => {
    const states = areaStates()
    for (let id = 1; id <= 150_000; id += 1) states.pass(seven, UserId.parse(id), { direction: 'in', at: id })
    states.insideSince(seven, 0)
    const begin = performance.now()
    for (let id = 1; id <= 10_000; id += 1) {
      states.pass(seven, UserId.parse(id), { direction: 'out', at: 200_000 })
      expect(states.insideSince(seven, 0) === 150_000 - id).toBe(true)
    }
    expect(performance.now() - begin).toBeLessThan(2_000)
  })
})
