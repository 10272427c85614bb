import { describe, expect, it } from 'vitest'
import { emptyMemory } from '../../../../shared/domain/access/decisions/decision.ts'
import { type DoorPosture, noPosture } from '../../../../shared/domain/access/decisions/posture.ts'
import { oneLower } from '../../../../shared/domain/access/decisions/silent-alarm.ts'
import { AccessPointId } from '../../../../shared/lib/ids.ts'
import { card, pin, rulesWith, run, users, zone } from './door-rules-setting.ts'

const zoneCodes = [{ code: '5000' }, { code: '6000', side: 2 }]
const code = pin('5000')
const lockdown: DoorPosture = { ...noPosture, modes: { ...noPosture.modes, rest: 'lockdown' } }
const area = (more: object) => ({
  id: 7,
  timeZone: zone,
  borders: [{ accessPointId: 1, side: 1, direction: 'in' }],
  exceptUserIds: [],
  resets: [],
  ...more,
})

describe('an interlocked door', () => {
  const rules = rulesWith({ doorRules: { interlock: { accessPointIds: [2, 9] } }, zoneCodes })
  const open = (id: number) => ({ memory: { ...emptyMemory, openDoors: [AccessPointId.parse(id)] } })

  it('opens to nobody, nor to a code of the door, while another is open', () => {
    const both = [
      [0, card('ann')],
      [1, code],
    ] as const
    expect(run(rules, both, open(2)).reasons).toEqual(['interlocked', 'interlocked'])
    expect(run(rules, both, open(1)).reasons).toEqual(['granted', 'granted'])
  })

  it('does not wait for a door that the rules lack', () => {
    expect(run(rules, [[0, card('ann')]], open(9)).reasons).toEqual(['granted'])
  })
})

describe('a code of a door', () => {
  it('opens it at its side, and says nobody', () => {
    const { decisions } = run(rulesWith({ zoneCodes }), [
      [0, code],
      [1, pin('6000', { side: 2 })],
      [2, pin('6000')],
    ])
    const [both, own, other] = decisions.map(({ trace: _trace, ...rest }) => rest)
    expect([both, own]).toEqual(Array(2).fill({ decision: 'granted', reason: 'granted', zoneCode: true }))
    expect(other).toEqual({ decision: 'denied', reason: 'unknown_pin' })
  })

  it('counts beside a credential as a PIN that is not that person’s', () => {
    expect(run(rulesWith({ zoneCodes }), [[0, card('ann', { pin: '5000' })]]).reasons).toEqual(['wrong_pin'])
  })

  it.each([
    ['a lockdown', {}, {}, { posture: lockdown }, 'locked_down'],
    ['privacy', {}, {}, { memory: { ...emptyMemory, privacy: [AccessPointId.parse(1)] } }, 'privacy_mode'],
    ['two factors', { twoFactorEnabled: true }, {}, {}, 'second_factor_required'],
    ['factors', { doorRules: { factors: { sets: [['card', 'pin']] } } }, {}, {}, 'second_factor_required'],
    ['two people', { doorRules: { twoPerson: {} } }, {}, {}, 'second_person_required'],
    ['an area with anti-passback', {}, { areas: [area({ antiPassback: { enforcement: 'deny' } })] }, {}, 'anti_passback'],
    ['an area with a limit', {}, { areas: [area({ occupancy: { enforcement: 'deny', limit: 9 } })] }, {}, 'anti_passback'],
    ['an area that only logs', {}, { areas: [area({ occupancy: { enforcement: 'log', limit: 9 } })] }, {}, 'granted'],
    ['an escort', { doorRules: { escort: { groupIds: [2] } } }, {}, {}, 'granted'],
  ] as const)('opens nothing that asks who it is: %s', (_what, door, more, before, reason) => {
    const { decisions, memory } = run(rulesWith({ zoneCodes, ...door }, more), [[0, code]], before)
    expect(decisions[0]).toMatchObject({ reason, zoneCode: true })
    expect([memory.areas, memory.waiting]).toEqual([undefined, undefined])
  })

  it('is an attempt like others: it begins the count again', () => {
    const rules = rulesWith({ zoneCodes, failedAttempts: { limit: 2, blockSeconds: 30 } })
    const wrong = pin('9999')
    expect(
      run(rules, [
        [0, wrong],
        [1, code],
        [2, wrong],
        [3, code],
      ]).reasons,
    ).toEqual(['unknown_pin', 'granted', 'unknown_pin', 'granted'])
    expect(
      run(rules, [
        [0, wrong],
        [1, wrong],
        [2, code],
      ]).reasons[2],
    ).toBe('blocked_after_failures')
  })

  it('ends the waiting of whoever came before', () => {
    const rules = rulesWith({ zoneCodes, doorRules: { twoPerson: { scheduleId: 1 }, escort: { groupIds: [2] } } })
    const { memory } = run(rules, [
      [0, card('ann')],
      [1, code],
    ])
    expect(memory.waiting).toEqual({})
  })
})

describe('a code that is one higher than a right one', () => {
  const rules = rulesWith({ silentAlarm: true, zoneCodes })

  it('is followed down by one, of the same length', () => {
    expect(['1235', '1000', '0001', '0000', '12a', ''].map(oneLower)).toEqual([
      '1234',
      '0999',
      '0000',
      '9999',
      undefined,
      undefined,
    ])
  })

  it('opens as the right one does, and raises an alarm', () => {
    expect(run(rules, [[0, pin('1112')]]).decisions[0]).toMatchObject({ reason: 'granted', userId: users.ann, alarm: true })
    expect(run(rules, [[0, pin('7701')]]).decisions[0]).toMatchObject({
      reason: 'granted',
      userId: users.bob,
      credentialId: 21,
      alarm: true,
    })
    expect(run(rules, [[0, pin('5001')]]).decisions[0]).toMatchObject({ reason: 'granted', zoneCode: true, alarm: true })
    expect(run(rules, [[0, card('ann', { pin: '1112' })]]).decisions[0]).toMatchObject({
      reason: 'granted',
      credentialId: 1,
      alarm: true,
    })
  })

  it('is no alarm when it is right itself, and no code of somebody else', () => {
    const next = rulesWith(
      { silentAlarm: true },
      { users: rules.users.map((one) => (one.id === users.bob ? { ...one, pin: '1112' } : one)) },
    )
    const [bob] = run(next, [[0, pin('1112')]]).decisions
    expect([bob?.userId, bob?.alarm]).toEqual([users.bob, undefined])
    expect(run(next, [[0, card('ann', { pin: '1112' })]]).decisions[0]?.alarm).toBe(true)
    expect(run(next, [[0, card('bob', { pin: '1111' })]]).reasons).toEqual(['wrong_pin'])
  })

  it('is wrong where it is lower, or two higher, or the door raises none', () => {
    const reasons = (door: object, code: string) =>
      run(rulesWith(door), [
        [0, pin(code)],
        [1, card('ann', { pin: code })],
      ]).reasons
    for (const wrong of ['1110', '1113', '11112'])
      expect(reasons({ silentAlarm: true }, wrong)).toEqual(['unknown_pin', 'wrong_pin'])
    expect(reasons({}, '1112')).toEqual(['unknown_pin', 'wrong_pin'])
  })

  it('raises the alarm also when the person is refused, and is no failed attempt', () => {
    const suspended = rulesWith(
      { silentAlarm: true, failedAttempts: { limit: 1, blockSeconds: 9 } },
      { users: rules.users.map((one) => ({ ...one, suspended: true })) },
    )
    expect(run(suspended, [[0, pin('1112')]]).decisions[0]).toMatchObject({ reason: 'user_suspended', alarm: true })
    expect(run(suspended, [[0, pin('1112')]]).memory.attempts).toBeUndefined()
  })

  it('is not in the trace', () => {
    const text = JSON.stringify(run(rules, [[0, pin('1112')]]).decisions[0]?.trace)
    expect(text).not.toMatch(/1111|1112/)
  })
})
