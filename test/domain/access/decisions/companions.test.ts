import { describe, expect, it } from 'vitest'
import { emptyMemory } from '../../../../shared/domain/access/decisions/decision.ts'
import { when } from '../schedules/timetables.ts'
import { card, groups, pin, rulesWith, run, users, zone } from './door-rules-setting.ts'

const evening = when(zone, '2025-06-18T20:00')
const sets = [
  ['card', 'pin'],
  ['finger', 'pin'],
]
const finger = { ...card('ann'), kind: 'finger' as const, encodedCredential: 'left' }
const qr = { ...card('ann'), kind: 'qr' as const, encodedCredential: 'q1' }

describe('a door that asks for several factors', () => {
  const rules = rulesWith({ doorRules: { factors: { sets, scheduleId: 1, side: 1 } } })
  const more = 'second_factor_required'

  it('takes them at once, or one after the other within ten seconds', () => {
    expect(run(rules, [[0, card('ann', { pin: '1111' })]]).reasons).toEqual(['granted'])
    expect(
      run(rules, [
        [0, card('ann')],
        [10, pin('1111')],
      ]).reasons,
    ).toEqual([more, 'granted'])
    expect(
      run(rules, [
        [0, card('ann')],
        [10.001, pin('1111')],
      ]).reasons,
    ).toEqual([more, more])
    expect(
      run(rules, [
        [0, card('ann')],
        [-0.001, pin('1111')],
      ]).reasons,
    ).toEqual([more, more])
  })

  it('counts ten seconds from the first, and takes a set in any order with others between', () => {
    const three = run(rules, [
      [0, card('ann')],
      [6, finger],
      [10, pin('1111')],
    ])
    expect(three.reasons).toEqual([more, more, 'granted'])
    expect(three.memory.waiting).toEqual({})
    expect(
      run(rules, [
        [0, card('ann')],
        [6, finger],
        [11, pin('1111')],
      ]).reasons,
    ).toEqual([more, more, more])
  })

  it('takes a code from a screen or a keypad for a PIN, and the same kind twice for one', () => {
    expect(
      run(rules, [
        [0, card('ann')],
        [1, qr],
      ]).reasons,
    ).toEqual([more, 'granted'])
    expect(
      run(rules, [
        [0, qr],
        [1, pin('1111')],
      ]).reasons,
    ).toEqual([more, more])
    expect(
      run(rules, [
        [0, card('bob')],
        [1, pin('7700')],
      ]).reasons,
    ).toEqual([more, 'granted'])
  })

  it('joins no factors of two people, and forgets the first when another comes between', () => {
    expect(
      run(rules, [
        [0, card('ann')],
        [1, pin('2222')],
      ]).reasons,
    ).toEqual([more, more])
    expect(
      run(rules, [
        [0, card('ann')],
        [1, card('bob')],
        [2, pin('1111')],
      ]).reasons,
    ).toEqual([more, more, more])
    expect(
      run(rules, [
        [0, card('ann')],
        [1, pin('9999')],
        [2, pin('1111')],
      ]).reasons,
    ).toEqual([more, 'unknown_pin', more])
  })

  it('asks for one only outside the schedule, and at the other side; and for all where the schedule is missing', () => {
    expect(run(rules, [[0, card('ann')]], { from: evening }).reasons).toEqual(['granted'])
    expect(run(rules, [[0, card('ann', { side: 2 })]]).reasons).toEqual(['granted'])
    const missing = rulesWith({ doorRules: { factors: { sets, scheduleId: 9 } } })
    expect(run(missing, [[0, card('ann')]], { from: evening }).reasons).toEqual([more])
  })

  it('keeps nobody waiting where only a credential and a PIN are asked for', () => {
    const both = run(rulesWith({ twoFactorEnabled: true }), [
      [0, card('ann')],
      [1, pin('1111')],
    ])
    expect([both.reasons, both.memory]).toEqual([[more, more], emptyMemory])
  })
})

describe('a door that asks for two people', () => {
  const rules = rulesWith({ doorRules: { twoPerson: {} } })
  const second = 'second_person_required'

  it('lets the second pass with the first who waits', () => {
    const { decisions, memory } = run(rules, [
      [0, card('ann')],
      [10, card('bob')],
    ])
    expect(decisions[1]).toMatchObject({ reason: 'granted', userId: users.bob, withUserId: users.ann })
    expect(memory.waiting).toEqual({})
  })

  it('does not take the same person twice, nor one who came too long ago, nor one who was refused', () => {
    expect(
      run(rules, [
        [0, card('ann')],
        [1, pin('1111')],
      ]).reasons,
    ).toEqual([second, second])
    expect(
      run(rules, [
        [0, card('ann')],
        [10.001, card('bob')],
      ]).reasons,
    ).toEqual([second, second])
    const suspended = { ...rules, users: rules.users.map((one) => ({ ...one, suspended: one.id === users.ann })) }
    expect(
      run(suspended, [
        [0, card('ann')],
        [1, card('bob')],
      ]).reasons,
    ).toEqual(['user_suspended', second])
    const { memory } = run(rules, [[0, card('ann')]])
    expect(run(suspended, [[1, card('bob')]], { memory }).reasons).toEqual([second])
  })

  it('is asked at each reader by itself', () => {
    expect(
      run(rules, [
        [0, card('ann', { side: 2 })],
        [1, card('bob')],
      ]).reasons,
    ).toEqual([second, second])
  })

  it('lets a third wait for a fourth', () => {
    const steps = (['ann', 'bob', 'ida', 'ann'] as const).map((name, index) => [index, card(name)] as const)
    expect(run(rules, steps).reasons).toEqual([second, 'granted', second, 'granted'])
  })
})

describe('a door at which visitors are escorted', () => {
  const rules = rulesWith({ doorRules: { escort: { groupIds: [groups.visitors] } } })

  it('lets a visitor pass after an escort, and several of them', () => {
    const steps = [
      [0, card('ann')],
      [5, card('vic')],
      [10, card('wim')],
    ] as const
    const { decisions, reasons } = run(rules, steps)
    expect(reasons).toEqual(['granted', 'granted', 'granted'])
    expect(decisions.map(({ withUserId }) => withUserId)).toEqual([undefined, undefined, undefined])
    expect(
      run(rules, [
        [0, card('ann')],
        [10.001, card('vic')],
      ]).reasons,
    ).toEqual(['granted', 'escort_required'])
  })

  it('lets a visitor who waits pass with the escort, and one more after both', () => {
    const { decisions, reasons } = run(rules, [
      [0, card('vic')],
      [3, card('ann')],
      [13, card('wim')],
    ])
    expect(reasons).toEqual(['escort_required', 'granted', 'granted'])
    expect(decisions[1]?.withUserId).toBe(users.vic)
  })

  it('does not let a visitor escort another', () => {
    expect(
      run(rules, [
        [0, card('vic')],
        [1, card('wim')],
      ]).reasons,
    ).toEqual(['escort_required', 'escort_required'])
  })

  it('lets a visitor be the second person, after an escort who waits', () => {
    const both = rulesWith({ doorRules: { escort: { groupIds: [groups.visitors] }, twoPerson: {} } })
    const { reasons, decisions } = run(both, [
      [0, card('ann')],
      [1, card('vic')],
    ])
    expect([reasons, decisions[1]?.withUserId]).toEqual([['second_person_required', 'granted'], users.ann])
    expect(
      run(both, [
        [0, card('vic')],
        [1, card('ann')],
      ]).decisions[1],
    ).toMatchObject({ withUserId: users.vic })
    expect(
      run(both, [
        [0, card('vic')],
        [1, card('wim')],
      ]).reasons,
    ).toEqual(['escort_required', 'escort_required'])
  })
})
