import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decide } from '../../../../shared/domain/access/decisions/decide.ts'
import { indexRules } from '../../../../shared/domain/access/decisions/index-rules.ts'
import { PanelRules } from '../../../../shared/domain/access/decisions/rules.ts'
import { isOpen } from '../../../../shared/domain/access/schedules/is-open.ts'
import { holidaysAt } from '../../../../shared/domain/access/schedules/spans.ts'
import { day, minute } from '../../../../shared/lib/clock.ts'
import { anyHoliday, anyTimetable, when } from '../schedules/timetables.ts'
import { at, someRules, users } from './some-rules.ts'

const start = when('America/New_York', '2025-10-31T00:00')
const zones = ['America/New_York', 'America/New_York', 'Europe/Berlin', 'Australia/Lord_Howe', 'Asia/Kolkata', 'Mars/Olympus']
const some = (from: number, count: number) => fc.integer({ min: from, max: from + count - 1 })
const maybe = <T>(one: fc.Arbitrary<T>) =>
  fc.oneof({ weight: 3, arbitrary: fc.constant(undefined) }, { weight: 2, arbitrary: one })
const seldom = fc.integer({ min: 0, max: 5 }).map((one) => one === 0)
const instant = fc.integer({ min: -3 * 24 * 60, max: 4 * 24 * 60 }).map((minutes) => start + minutes * minute)
const pin = fc.constantFrom('1', '2')
const encoded = fc.constantFrom('a', 'b', 'c', 'd')

const anySubject = fc.oneof(
  { weight: 3, arbitrary: some(1, 2).map((groupId) => ({ kind: 'group', groupId })) },
  { weight: 1, arbitrary: some(1, 4).map((userId) => ({ kind: 'user', userId })) },
)

/** Small rules of any kind, with everything that may go wrong in them: what is missing, doubled, expired, suspended. */
const anyRules = fc
  .record({
    accessPoints: fc.array(
      fc.record({
        siteId: some(1, 2),
        timeZone: fc.constantFrom(...zones),
        twoFactorEnabled: seldom,
        rules: fc.array(fc.record({ subject: anySubject, side: maybe(fc.constantFrom(1, 2)), scheduleId: maybe(some(1, 3)) }), {
          minLength: 1,
          maxLength: 4,
        }),
      }),
      { minLength: 1, maxLength: 2 },
    ),
    schedules: fc.array(fc.tuple(anyTimetable('2025-10-31'), maybe(some(1, 3)), fc.boolean()), { minLength: 2, maxLength: 3 }),
    holidays: fc.array(fc.tuple(anyHoliday('2025-10-30'), maybe(some(1, 2))), { maxLength: 2 }),
    users: fc.array(
      fc.record({
        suspended: seldom,
        pin: maybe(pin),
        effectiveFrom: maybe(instant),
        effectiveTo: maybe(instant),
        groupIds: fc.array(some(1, 2), { minLength: 1, maxLength: 3 }),
      }),
      { minLength: 1, maxLength: 3 },
    ),
    credentials: fc.array(
      fc.record({
        stray: seldom,
        doubled: seldom,
        owner: fc.nat(3),
        bits: maybe(some(26, 2)),
        effectiveFrom: maybe(instant),
        effectiveTo: maybe(instant),
      }),
      { minLength: 1, maxLength: 4 },
    ),
  })
  .map(({ accessPoints, schedules, holidays, users, credentials }) =>
    PanelRules.parse({
      formatVersion: 2,
      accountId: 1,
      panelId: 1,
      version: 1,
      compiledAt: 0,
      accessPoints: accessPoints.map((one, index) => ({
        ...one,
        id: index + 1,
        name: 'Door',
        activationEnabled: true,
        pulseSeconds: 5,
      })),
      schedules: schedules.map(([timetable, enablingGroupId, always], index) => ({
        ...timetable,
        ...(enablingGroupId === undefined ? {} : { enablingGroupId, gracePeriodMinutes: 30 }),
        ...(always ? { always } : {}),
        id: index + 1,
        name: 'Schedule',
      })),
      holidays: holidays.map(([times, siteId], index) => ({
        ...times,
        ...(siteId ? { siteId } : {}),
        id: index + 1,
        name: 'Day',
      })),
      groups: [],
      users: users.map((one, index) => ({ ...one, id: index + 1 })),
      credentials: credentials.map(({ stray, doubled, owner, ...one }, index) => ({
        ...one,
        id: index + 1,
        encoded: doubled ? 'a' : 'abcd'.charAt(index),
        userId: stray ? 9 : 1 + (owner % users.length),
      })),
    }),
  )

const memory = fc
  .array(fc.tuple(some(1, 2), some(1, 4), instant), { maxLength: 4 })
  .map((all) => ({ enabledUntil: Object.fromEntries(all.map(([site, schedule, until]) => [`${site}/${schedule}`, until])) }))

/** What may come to a door: a card of these rules, by itself, with a length, with its owner's PIN, or anything at all. */
const scenario = fc
  .record({
    rules: anyRules,
    door: fc.nat(9),
    pick: fc.nat(3),
    how: fc.constantFrom('card', 'card', 'both', 'any'),
    any: fc.record({ encodedCredential: maybe(encoded), pin: maybe(pin) }),
    side: maybe(fc.constantFrom(1 as const, 2 as const)),
    bits: maybe(some(26, 2)),
    now: instant,
    remembered: memory,
  })
  .map(({ rules, door, pick, how, any, side, bits, now, remembered }) => {
    const card = rules.credentials[pick % rules.credentials.length]
    const ownPin = rules.users.find(({ id }) => id === card?.userId)?.pin
    const given = how === 'any' ? any : { encodedCredential: card?.encoded, pin: how === 'both' ? ownPin : undefined }
    const present = Object.fromEntries(Object.entries({ ...given, bits, side }).filter(([, value]) => value !== undefined))
    return { rules, what: at(door === 9 ? 9 : 1 + (door % rules.accessPoints.length), present), now, remembered }
  })

const runs = { numRuns: 2000 }

describe('whatever the rules and whatever is presented', () => {
  it('a decision is made and explained, and never thrown', () => {
    fc.assert(
      fc.property(scenario, ({ rules, what, now, remembered }) => {
        const decision = decide(indexRules(rules), what, now, remembered)
        expect(decision.trace.every((step, index) => step.passed || index === decision.trace.length - 1)).toBe(true)
        expect(decision.trace.at(-1)?.passed).toBe(decision.decision === 'granted')
        expect(decision.decision === 'granted').toBe(decision.reason === 'granted')
      }),
      runs,
    )
  })

  it('a grant has, looked up one by one, everything that a grant needs', () => {
    let grants = 0
    fc.assert(
      fc.property(scenario, ({ rules, what, now, remembered }) => {
        const decision = decide(indexRules(rules), what, now, remembered)
        if (decision.decision === 'denied') return
        grants += 1
        const point = rules.accessPoints.find(({ id }) => id === what.accessPointId)
        const { bits } = what
        const cards = rules.credentials.filter(
          (one) => one.encoded === what.encodedCredential && (!bits || !one.bits || one.bits === bits),
        )
        const people = what.encodedCredential
          ? rules.users.filter(({ id }) => id === cards[0]?.userId)
          : rules.users.filter((one) => one.pin === what.pin)
        const [card, person] = [cards[0], people[0]]
        if (!point || !person) throw new Error('a grant without a door or a person')
        expect(people.length).toBe(1)
        expect([decision.userId, decision.credentialId]).toEqual([person.id, what.encodedCredential ? card?.id : undefined])
        expect(person.suspended).toBe(false)
        const within = ({
          effectiveFrom = now,
          effectiveTo = now,
        }: {
          effectiveFrom?: number | undefined
          effectiveTo?: number | undefined
        }) => effectiveFrom <= now && now <= effectiveTo
        if (what.encodedCredential !== undefined) {
          expect(cards.length).toBe(1)
          expect(card && within(card)).toBe(true)
        }
        if (what.pin !== undefined) {
          expect(person.pin).toBe(what.pin)
          expect(within(person)).toBe(true)
        }
        if (point.twoFactorEnabled) expect([what.pin, what.encodedCredential]).not.toContain(undefined)
        const open = point.rules.some(({ subject, side, scheduleId }) => {
          if (side !== undefined && side !== (what.side ?? 1)) return false
          const isTheirs = subject.kind === 'user' ? subject.userId === person.id : person.groupIds.includes(subject.groupId)
          if (scheduleId === undefined) return isTheirs
          const schedule = rules.schedules.find(({ id }) => id === scheduleId)
          if (!schedule || !isTheirs) return false
          const opener = schedule.enablingGroupId !== undefined && person.groupIds.includes(schedule.enablingGroupId)
          const until = opener ? now + 1 : remembered.enabledUntil[`${point.siteId}/${scheduleId}`]
          return isOpen(schedule, holidaysAt(rules.holidays, point.siteId), point.timeZone, now, until)
        })
        expect(open).toBe(true)
      }),
      runs,
    )
    expect(grants).toBeGreaterThan(runs.numRuns / 20)
  })

  it('a card opens by its own length only, and without a bit count by being the only one of its number', () => {
    const lengths = fc.uniqueArray(some(24, 6), { minLength: 1, maxLength: 3 })
    fc.assert(
      fc.property(lengths, maybe(some(24, 6)), (held, read) => {
        const rules = someRules({
          credentials: held.map((bits, index) => ({ id: index + 1, encoded: 'a00c8', bits, userId: users.cem })),
        })
        const what = at('front', { encodedCredential: 'a00c8', ...(read === undefined ? {} : { bits: read }) })
        const { reason, credentialId } = decide(indexRules(rules), what, start)
        const only = read === undefined ? (held.length === 1 ? held[0] : undefined) : held.find((bits) => bits === read)
        expect(credentialId).toBe(only === undefined ? undefined : held.indexOf(only) + 1)
        expect(reason).toBe(only !== undefined ? 'granted' : read === undefined ? 'ambiguous_credential' : 'unknown_credential')
      }),
      runs,
    )
  })

  it('a suspended person is never granted', () => {
    fc.assert(
      fc.property(scenario, ({ rules, what, now, remembered }) => {
        const suspended = { ...rules, users: rules.users.map((user) => ({ ...user, suspended: true })) }
        expect(decide(indexRules(suspended), what, now, remembered).decision).toBe('denied')
      }),
      runs,
    )
  })

  it('taking a rule, a membership, a schedule or a credential away never grants more', () => {
    fc.assert(
      fc.property(scenario, fc.nat(3), fc.nat(3), ({ rules, what, now, remembered }, kind, pick) => {
        const less: PanelRules =
          [
            () => ({
              ...rules,
              accessPoints: rules.accessPoints.map((one) => ({
                ...one,
                rules: one.rules.filter((_, i) => i !== pick),
              })),
            }),
            () => ({ ...rules, users: rules.users.map((one) => ({ ...one, groupIds: one.groupIds.slice(1) })) }),
            () => ({ ...rules, schedules: rules.schedules.filter((_, i) => i !== pick) }),
            // One of two that are the same is a defect mended, not a right taken away.
            () => ({
              ...rules,
              credentials: rules.credentials.filter((one) => one.encoded !== rules.credentials[pick]?.encoded),
            }),
          ][kind]?.() ?? rules
        if (decide(indexRules(less), what, now, remembered).decision === 'granted')
          expect(decide(indexRules(rules), what, now, remembered).decision).toBe('granted')
      }),
      runs,
    )
  })

  it('a grant enables only schedules of the groups of the person, for a time to come within a day', () => {
    fc.assert(
      fc.property(scenario, ({ rules, what, now }) => {
        const { enables, userId } = decide(indexRules(rules), what, now)
        const person = rules.users.find(({ id }) => id === userId)
        for (const { scheduleId, until } of enables ?? []) {
          const schedule = rules.schedules.find(({ id }) => id === scheduleId)
          expect(person?.groupIds).toContain(schedule?.enablingGroupId)
          expect(until).toBeGreaterThan(now)
          expect(until).toBeLessThanOrEqual(now + day + 90 * minute)
        }
      }),
      runs,
    )
  })
})
