import { describe, expect, it } from 'vitest'
import { decide } from '../../../../shared/domain/access/decisions/decide.ts'
import { type Decision, emptyMemory, remember } from '../../../../shared/domain/access/decisions/decision.ts'
import { indexRules } from '../../../../shared/domain/access/decisions/index-rules.ts'
import type { PanelRules } from '../../../../shared/domain/access/decisions/rules.ts'
import { hour, minute } from '../../../../shared/lib/clock.ts'
import { when } from '../schedules/timetables.ts'
import { at, credentials, doors, groups, schedules, someRules, users } from './some-rules.ts'

const noon = when('America/New_York', '2025-06-18T12:00')
const evening = when('America/New_York', '2025-06-18T17:00')
const ann = { encodedCredential: '28c0293' }
const bob = { encodedCredential: '2020190' }
const dot = { encodedCredential: '22994' }
const eve = { encodedCredential: '2f623ae' }

type Case = [
  promise: string,
  presented: ReturnType<typeof at>,
  instant: number,
  outcome: readonly [reason: Decision['reason'], userId?: number, credentialId?: number],
  change?: Partial<Record<keyof PanelRules, unknown>>,
]

const cases: Case[] = [
  ['a card within its schedule is granted', at('front', ann), noon, ['granted', users.ann, credentials.ann]],
  [
    'a card is read in any case and with leading zeros',
    at('front', { encodedCredential: '00028C0293' }),
    noon,
    ['granted', users.ann, credentials.ann],
  ],
  [
    'a card is granted when its bits are counted',
    at('front', { ...ann, bits: 26 }),
    noon,
    ['granted', users.ann, credentials.ann],
  ],
  ['the same number in another length is another card', at('front', { ...ann, bits: 37 }), noon, ['unknown_credential']],
  [
    'a card whose length is not known is compared by its number',
    at('front', { ...dot, bits: 26 }),
    noon,
    ['granted', users.dot, credentials.dot],
  ],
  ['a PIN alone is granted', at('front', { pin: '3333' }), noon, ['granted', users.cem]],
  ['a card with the right PIN is granted', at('front', { ...ann, pin: '1111' }), noon, ['granted', users.ann, credentials.ann]],

  ['an unknown door is denied', at(999, ann), noon, ['unknown_access_point']],
  ['nothing presented is denied', at('front', {}), noon, ['nothing_presented']],
  ['an unknown card is denied', at('front', { encodedCredential: '28c0295' }), noon, ['unknown_credential']],
  ['a card that is no number is denied', at('front', { encodedCredential: 'not hex' }), noon, ['unknown_credential']],
  ['an empty card is denied', at('front', { encodedCredential: '' }), noon, ['unknown_credential']],
  [
    'an unknown card is denied beside a good PIN',
    at('front', { encodedCredential: 'fff', pin: '3333' }),
    noon,
    ['unknown_credential'],
  ],
  ['an unknown PIN is denied', at('front', { pin: '9999' }), noon, ['unknown_pin']],
  ['an empty PIN is denied', at('front', { pin: '' }), noon, ['unknown_pin']],
  ['a card with a wrong PIN is denied', at('front', { ...ann, pin: '1112' }), noon, ['wrong_pin', users.ann, credentials.ann]],
  [
    "a card with somebody else's PIN is denied",
    at('front', { ...ann, pin: '3333' }),
    noon,
    ['wrong_pin', users.ann, credentials.ann],
  ],
  ['a card with an empty PIN is denied', at('front', { ...ann, pin: '' }), noon, ['wrong_pin', users.ann, credentials.ann]],
  [
    'a card with a PIN is denied where its owner has none',
    at('front', { ...dot, pin: '1111' }),
    noon,
    ['wrong_pin', users.dot, credentials.dot],
  ],

  ['a suspended person is denied by card', at('front', bob), noon, ['user_suspended', users.bob, credentials.bob]],
  ['a suspended person is denied by PIN', at('front', { pin: '2222' }), noon, ['user_suspended', users.bob]],
  [
    'a suspended person is denied by both',
    at('vault', { ...bob, pin: '2222' }),
    noon,
    ['user_suspended', users.bob, credentials.bob],
  ],

  [
    'a card is denied before its dates',
    at('front', ann),
    Date.UTC(2025, 5, 1) - 1,
    ['credential_not_effective', users.ann, credentials.ann],
  ],
  [
    'a card is denied after its dates',
    at('front', ann),
    Date.UTC(2025, 5, 30) + 1,
    ['credential_not_effective', users.ann, credentials.ann],
  ],
  ['a PIN is denied before its dates', at('front', { pin: '1111' }), Date.UTC(2025, 0, 1) - 1, ['pin_not_effective', users.ann]],
  ['a PIN is denied after its dates', at('front', { pin: '1111' }), Date.UTC(2025, 11, 31) + 1, ['pin_not_effective', users.ann]],
  [
    'a valid PIN does not help an expired card',
    at('vault', { ...ann, pin: '1111' }),
    Date.UTC(2025, 7, 1),
    ['credential_not_effective', users.ann, credentials.ann],
  ],

  ['a person without a permission here is denied', at('front', eve), noon, ['no_permission', users.eve, credentials.eve]],
  ['a person with permissions elsewhere only is denied', at('vault', dot), noon, ['no_permission', users.dot, credentials.dot]],
  ['a person outside the schedule is denied', at('front', ann), evening, ['outside_schedule', users.ann, credentials.ann]],
  ['the instant before the schedule ends is granted', at('front', ann), evening - 1, ['granted', users.ann, credentials.ann]],
  ['a person is denied on a holiday', at('front', ann), noon + 24 * hour, ['outside_schedule', users.ann, credentials.ann]],
  ["another site's holiday changes nothing", at('front', ann), noon - 24 * hour, ['granted', users.ann, credentials.ann]],
  ['a guard is granted on a holiday and at night', at('front', { pin: '3333' }), noon + 36 * hour, ['granted', users.cem]],

  ['a card alone is denied at a two-factor door', at('vault', ann), noon, ['second_factor_required', users.ann, credentials.ann]],
  ['a PIN alone is denied at a two-factor door', at('vault', { pin: '3333' }), noon, ['second_factor_required', users.cem]],
  [
    'a card with its PIN is granted at a two-factor door',
    at('vault', { ...ann, pin: '1111' }),
    noon,
    ['granted', users.ann, credentials.ann],
  ],
  [
    'a card with a wrong PIN is denied at a two-factor door',
    at('vault', { ...ann, pin: '3333' }),
    noon,
    ['wrong_pin', users.ann, credentials.ann],
  ],

  ['a schedule that the rules lack opens nothing', at('orphan', ann), noon, ['rules_incomplete', users.ann, credentials.ann]],
  [
    'a zone that does not exist opens nothing, not even always',
    at('nowhere', ann),
    noon,
    ['rules_incomplete', users.ann, credentials.ann],
  ],
  ['a card of a person whom the rules lack is denied', at('front', ann), noon, ['rules_incomplete'], { users: [] }],
  [
    'a card that the rules give to two is denied',
    at('front', ann),
    noon,
    ['rules_incomplete'],
    {
      credentials: [
        { id: 1, encoded: '28c0293', userId: users.ann },
        { id: 2, encoded: '28c0293', userId: users.dot },
      ],
    },
  ],
  ...(
    [
      [26, ['granted', users.ann, 1]],
      [34, ['granted', users.cem, 2]],
      [37, ['unknown_credential']],
      [undefined, ['ambiguous_credential']],
    ] as const
  ).map(
    ([bits, outcome]): Case => [
      `of two cards with one number, ${bits ?? 'no'} bits`,
      at('front', { encodedCredential: 'a00c8', ...(bits === undefined ? {} : { bits }) }),
      noon,
      outcome,
      {
        credentials: [
          { id: 1, encoded: 'a00c8', bits: 26, userId: users.ann },
          { id: 2, encoded: 'a00c8', bits: 34, userId: users.cem },
        ],
      },
    ],
  ),
  [
    'a PIN that the rules give to two is denied',
    at('front', { pin: '3333' }),
    noon,
    ['rules_incomplete'],
    {
      users: [31, 32, 33].map((id) => ({ id, suspended: false, pin: '3333', groupIds: [groups.guards] })),
    },
  ],
]

describe('a decision', () => {
  it.each<Case>(cases)('%s', (_, presented, instant, [reason, userId, credentialId], change) => {
    const decision = decide(indexRules(someRules(change)), presented, instant)
    const { reason: found, userId: user, credentialId: credential } = decision
    expect({ found, user, credential }).toEqual({ found: reason, user: userId, credential: credentialId })
    expect(decision.decision).toBe(reason === 'granted' ? 'granted' : 'denied')
  })

  it.each<Case>(cases)('explains itself: %s', (_, presented, instant, [reason], change) => {
    const { trace } = decide(indexRules(someRules(change)), presented, instant)
    const failed = trace.filter((step) => !step.passed)
    expect(failed.length).toBe(reason === 'granted' ? 0 : 1)
    if (reason !== 'granted') expect(trace.at(-1)?.passed).toBe(false)
    const words = JSON.stringify(trace)
    for (const secret of [presented.pin, presented.encodedCredential]) if (secret) expect(words).not.toContain(secret)
  })

  it('names every check in its order, and the schedule, when it grants', () => {
    const decision = decide(indexRules(someRules()), at('vault', { ...ann, pin: '1111' }), noon)
    expect(decision.trace.map((step) => step.rule)).toEqual([
      'access_point_known',
      'credential_known',
      'user_known',
      'pin_matches',
      'user_not_suspended',
      'pin_effective',
      'credential_active',
      'credential_effective',
      'permission_here',
      'schedule_open',
      'second_factor',
    ])
    expect(decision.scheduleId).toBe(schedules.always)
  })

  it("leaves a card to its own dates: those of the person's PIN do not end it", () => {
    const expired = someRules().users.map((user) => ({ ...user, effectiveTo: 1 }))
    const rules = indexRules(someRules({ users: expired }))
    expect(decide(rules, at('front', ann), noon).decision).toBe('granted')
    expect(decide(rules, at('front', { ...ann, pin: '1111' }), noon).reason).toBe('pin_not_effective')
  })

  it('takes both ends of dates as valid', () => {
    const round = { effectiveFrom: noon - hour, effectiveTo: noon }
    const rules = someRules()
    const bounded = indexRules({
      ...rules,
      users: rules.users.map((user) => ({ ...user, ...round })),
      credentials: rules.credentials.map((credential) => ({ ...credential, ...round })),
    })
    const both = at('vault', { ...ann, pin: '1111' })
    const reasons = [noon - hour - 1, noon - hour, noon, noon + 1].map((instant) => decide(bounded, both, instant).reason)
    expect(reasons).toEqual(['pin_not_effective', 'granted', 'granted', 'pin_not_effective'])
  })

  it('needs one open schedule of several, whichever comes first', () => {
    const staffAndGuard = someRules().users.map((user) => ({ ...user, groupIds: [groups.staff, groups.guards] }))
    const decision = decide(indexRules(someRules({ users: staffAndGuard })), at('front', ann), evening)
    expect([decision.reason, decision.scheduleId]).toEqual(['granted', schedules.always])
  })

  it('counts a rule of one side at that side only, and one without a schedule at any time', () => {
    const [front] = someRules().accessPoints
    const exitOnly = { ...front, rules: [{ subject: { kind: 'group', groupId: groups.staff }, side: 2 }] }
    const rules = indexRules(someRules({ accessPoints: [exitOnly] }))
    expect(decide(rules, { ...at('front', ann), side: 2 }, evening)).toMatchObject({ decision: 'granted' })
    expect(decide(rules, at('front', ann), evening).reason).toBe('no_permission')
    expect(decide(rules, { ...at('front', ann), side: 1 }, noon).reason).toBe('no_permission')
  })

  it('grants by a rule of the person alone, and to nobody else', () => {
    const [front] = someRules().accessPoints
    const only = (userId: number) =>
      indexRules(someRules({ accessPoints: [{ ...front, rules: [{ subject: { kind: 'user', userId } }] }] }))
    expect(decide(only(users.ann), at('front', ann), noon).decision).toBe('granted')
    expect(decide(only(users.eve), at('front', ann), noon).reason).toBe('no_permission')
  })

  it('grants by an open schedule beside one that the rules lack', () => {
    const rules = someRules()
    const orphan = {
      ...rules.accessPoints[3],
      rules: [schedules.missing, schedules.always].map((scheduleId) => ({
        subject: { kind: 'group', groupId: groups.staff },
        scheduleId,
      })),
    }
    expect(decide(indexRules(someRules({ accessPoints: [orphan] })), at('orphan', ann), noon).decision).toBe('granted')
  })
})

describe('a credential of another kind', () => {
  const held = (credential: object) =>
    indexRules(someRules({ credentials: [{ id: 1, encoded: 'B1234', kind: 'plate', userId: users.cem, ...credential }] }))
  const plate = { kind: 'plate', encodedCredential: 'b-12 34' } as const

  it('opens when it is presented as what it is, in any way to write it', () => {
    expect(decide(held({}), at('front', plate), noon)).toMatchObject({ reason: 'granted', userId: users.cem, credentialId: 1 })
    expect(decide(held({}), at('front', { ...plate, kind: 'qr' }), noon).reason).toBe('unknown_credential')
    expect(decide(held({}), at('front', { encodedCredential: 'B1234' }), noon).reason).toBe('unknown_credential')
  })

  it('is read as a card when it is a card in a phone', () => {
    const rules = held({ kind: 'virtual_card', encoded: 'abc', bits: 26 })
    expect(decide(rules, at('front', { encodedCredential: 'abc', bits: 26 }), noon).reason).toBe('granted')
  })

  it('is typed like a PIN when it is a switch code, and switches its relays', () => {
    const rules = held({ kind: 'switch_code', encoded: '4711', relays: 'second' })
    expect(decide(rules, at('front', { pin: '4711' }), noon)).toMatchObject({
      reason: 'granted',
      credentialId: 1,
      relays: 'second',
    })
    expect(decide(rules, at('vault', { pin: '4711' }), noon).reason).toBe('second_factor_required')
    expect(decide(rules, at('front', { encodedCredential: '4711' }), noon).reason).toBe('unknown_credential')
  })

  it.each(['suspended', 'lost', 'pending'])('opens nothing while it is %s', (state) => {
    expect(decide(held({ state }), at('front', plate), noon)).toMatchObject({ reason: 'credential_not_active', credentialId: 1 })
  })

  it('opens as often as it has passes left, and says how many a grant leaves', () => {
    expect(decide(held({ passesLeft: 1 }), at('front', plate), noon)).toMatchObject({ reason: 'granted', passesLeft: 0 })
    expect(decide(held({ passesLeft: 0 }), at('front', plate), noon).reason).toBe('no_passes_left')
  })

  it('raises its alarm whether it is granted or not', () => {
    expect(decide(held({ alarm: true }), at('front', plate), noon)).toMatchObject({ decision: 'granted', alarm: true })
    expect(decide(held({ alarm: true, state: 'lost' }), at('front', plate), noon)).toMatchObject({
      decision: 'denied',
      alarm: true,
    })
    expect(decide(held({}), at('front', plate), noon)).not.toHaveProperty('alarm')
  })
})

describe('a group-enabled schedule', () => {
  const rules = indexRules(someRules())
  const nine = when('America/New_York', '2025-06-18T09:00')

  it('keeps the others out until a member of its enabling group was granted at the site', () => {
    expect(decide(rules, at('yard', ann), noon).reason).toBe('outside_schedule')
    const opened = decide(rules, at('front', dot), noon - hour)
    expect(opened.enables).toEqual([{ siteId: 61, scheduleId: schedules.afterOpeners, until: evening }])
    const memory = remember(emptyMemory, opened)
    expect(decide(rules, at('yard', ann), noon, memory).reason).toBe('granted')
    expect(decide(rules, at('yard', ann), evening, memory).reason).toBe('outside_schedule')
    expect(decide(rules, at('yard', ann), noon + 48 * hour, memory).reason).toBe('outside_schedule')
  })

  it('is enabled early within the grace period, and opens on time', () => {
    const memory = remember(emptyMemory, decide(rules, at('front', dot), nine - 10 * minute))
    expect(decide(rules, at('yard', ann), nine - 1, memory).reason).toBe('outside_schedule')
    expect(decide(rules, at('yard', ann), nine, memory).reason).toBe('granted')
    expect(decide(rules, at('front', dot), nine - 10 * minute - 1).enables).toBeUndefined()
  })

  it('lets a member of its enabling group in within its blocks, and no earlier', () => {
    expect(decide(rules, at('yard', dot), nine - 1).reason).toBe('outside_schedule')
    expect(decide(rules, at('yard', dot), nine).reason).toBe('granted')
  })

  it('is enabled by nobody who is denied, and by nobody of another group', () => {
    const suspended = someRules().users.map((user) => ({ ...user, suspended: true }))
    expect(decide(indexRules(someRules({ users: suspended })), at('front', dot), noon).enables).toBeUndefined()
    expect(decide(rules, at('front', ann), noon).enables).toBeUndefined()
  })

  it('is not enabled at another site', () => {
    const elsewhere = someRules()
    const far = elsewhere.accessPoints.map((point) => (point.id === doors.front ? { ...point, siteId: 62 } : point))
    const two = indexRules(someRules({ accessPoints: far }))
    const opened = decide(two, at('front', dot), noon - hour)
    expect(opened.reason).toBe('granted')
    expect(opened.enables).toBeUndefined()
    expect(decide(two, at('yard', ann), noon, remember(emptyMemory, opened)).reason).toBe('outside_schedule')
  })

  it('is remembered in plain JSON', () => {
    const memory = remember(emptyMemory, decide(rules, at('front', dot), noon))
    const restarted = JSON.parse(JSON.stringify(memory))
    expect(decide(rules, at('yard', ann), noon, restarted).decision).toBe('granted')
    expect(remember(memory, decide(rules, at('yard', ann), noon, memory))).toBe(memory)
  })
})

describe('a visitor', () => {
  const visited = (visit: object) =>
    indexRules(someRules({ users: someRules().users.map((user) => (user.id === users.ann ? { ...user, visit } : user)) }))
  const visit = { startsAt: noon - hour, endsAt: noon }

  it('passes during the visit only, its first and last instant included, by card and by PIN', () => {
    const rules = visited(visit)
    for (const presented of [at('front', ann), at('front', { pin: '1111' })]) {
      const reasonAt = (instant: number) => decide(rules, presented, instant).reason
      expect([noon - hour - 1, noon - hour, noon, noon + 1].map(reasonAt)).toEqual([
        'visit_not_current',
        'granted',
        'granted',
        'visit_not_current',
      ])
    }
  })

  it('passes never again once the visit was stopped, and the refusal says who it was', () => {
    const refused = decide(visited({ ...visit, stopped: true }), at('front', ann), noon)
    expect(refused).toMatchObject({ decision: 'denied', userId: users.ann, credentialId: credentials.ann })
    expect(refused.trace.at(-1)).toMatchObject({ rule: 'visit_current', passed: false })
  })

  it('is bounded by the dates of the credential and of the PIN as well', () => {
    const early = { credentials: [{ id: 41, encoded: '28c0293', userId: users.ann, effectiveTo: noon - hour }] }
    const withVisit = someRules().users.map((user) => (user.id === users.ann ? { ...user, visit } : user))
    expect(decide(indexRules(someRules({ ...early, users: withVisit })), at('front', ann), noon).reason).toBe(
      'credential_not_effective',
    )
  })
})
