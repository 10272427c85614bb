import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { areaStates } from '../../../../shared/domain/access/decisions/area-states.ts'
import { readerName } from '../../../../shared/domain/access/decisions/attempts.ts'
import { decide, presentedSide } from '../../../../shared/domain/access/decisions/decide.ts'
import { type Decision, type DecisionMemory, emptyMemory, remember } from '../../../../shared/domain/access/decisions/decision.ts'
import { indexRules } from '../../../../shared/domain/access/decisions/index-rules.ts'
import { overlayPeople } from '../../../../shared/domain/access/decisions/people-overlay.ts'
import { personRecords } from '../../../../shared/domain/access/decisions/person-record.ts'
import { standsUnlocked } from '../../../../shared/domain/access/decisions/posture.ts'
import { scheduledState } from '../../../../shared/domain/access/decisions/unlock-schedule.ts'
import { enabledUntil, isOpen } from '../../../../shared/domain/access/schedules/is-open.ts'
import { type AccessPointId, AreaId } from '../../../../shared/lib/ids.ts'
import { type Answer, answers } from './decide.ts'
import { isUnlockScheduleOpen, standsUnlocked as standsUnlockedPlainly } from './doors.ts'
import { anyTenant, type RandomTenant } from './random-tenant.ts'
import { enabledUntil as enabledUntilPlainly, isOpen as isOpenPlainly } from './schedule.ts'
import { atResets, tamed } from './tamed.ts'

/** The same in every run, so that a change is what fails it; another one looks further. */
const seed = Number(process.env.REFERENCE_SEED ?? 20_261_127)
const numRuns = Number(process.env.REFERENCE_RUNS ?? 1_500)
/** What differs is made smaller for some time only. */
const run = { seed, interruptAfterTimeLimit: 40_000 }

/** The rules as a panel has them that took a snapshot with some people as they were before, and then their records. */
const indexOf = ({ rules, changed }: RandomTenant) => {
  const isChanged = (id: number) => changed.includes(id)
  const before = {
    ...rules,
    users: rules.users.map((user) => (isChanged(user.id) ? { ...user, pin: '1', groupIds: [] } : user)),
    credentials: rules.credentials.map((one) => (isChanged(one.userId) ? { ...one, kind: 'card' as const, encoded: 'ff' } : one)),
  }
  const indexed = indexRules(before)
  const records = personRecords(rules).filter(({ id }) => isChanged(id))
  return records.length === 0 ? indexed : { ...indexed, people: overlayPeople(indexed.people, records) }
}

const byText = (one: object, other: object) => (JSON.stringify(one) < JSON.stringify(other) ? -1 : 1)

/** A decision in the form of the reference: without its trace and its count, and what it enables once each. */
const withoutTrace = ({
  trace: _trace,
  attempts: _attempts,
  waiting: _waiting,
  enables = [],
  floors = [],
  passages = [],
  breaches = [],
  ...rest
}: Decision) => ({
  ...rest,
  enables: [...new Map(enables.map((one) => [JSON.stringify(one), one])).values()].sort(byText),
  floors: [...floors],
  passages,
  breaches,
})

const saying = (schedule: object, { holidays }: RandomTenant['rules'], zone: string, at: number): string =>
  JSON.stringify({ schedule, holidays, zone, at: new Date(at) })

const sorted = (answer: Answer) => ({ ...answer, enables: answer.enables.sort(byText) })

/** The memory as a panel has it again after a restart, now and then. */
const restarted = (memory: DecisionMemory): DecisionMemory => {
  if (!memory.areas || memory.areas.insideSince(AreaId.parse(1), 0) % 2 === 0) return memory
  const kept = JSON.parse(JSON.stringify(memory))
  return { ...memory, ...kept, areas: areaStates(kept.areas) }
}

/** What the product decides of each attempt, with the memory that it had before. */
const decided = (tenant: RandomTenant) => {
  const indexed = indexOf(tenant)
  let memory: DecisionMemory = emptyMemory
  return tenant.attempts.map(({ presented, at, posture, privacy, openDoors }) => {
    // The doors of these rules have plain numbers.
    const now = { privacy, openDoors } as { privacy: AccessPointId[]; openDoors: AccessPointId[] }
    const before = { ...memory, ...now }
    const decision = decide(indexed, presented, at, before, posture)
    memory = restarted(remember(memory, decision))
    const point = tenant.rules.accessPoints.find(({ id }) => id === presented.accessPointId)
    const waits = point && memory.waiting?.[readerName(point, presentedSide(point, presented), presented)]
    return { decision, before, indexed, waits }
  })
}

/** What an answer is an example of. */
const kindsOf = ({ reason, withUserId, zoneCode, waits, passages, breaches, alarm, credentialId }: Answer): string[] => [
  reason,
  ...(withUserId === undefined ? [] : ['two pass']),
  ...(zoneCode ? [alarm ? 'zone code with alarm' : 'zone code'] : []),
  ...(alarm && credentialId === undefined && !zoneCode ? ['alarm by PIN'] : []),
  ...(waits ? [`waits ${waits.state}`] : []),
  ...(passages.length > 0 ? ['passes a border'] : []),
  ...breaches.map((one) => one.reason),
]
/** What has to be among the random answers for the comparison to mean something. */
const kinds = [
  ...['interlocked', 'anti_passback', 'escort_required', 'second_person_required', 'area_full', 'second_factor_required'],
  ...['two pass', 'zone code', 'zone code with alarm', 'alarm by PIN', 'passes a border'],
  ...['waits for_factors', 'waits ready', 'waits passed', 'anti_passback_breached', 'area_over_limit'],
]

const compare = (tenant: RandomTenant, note: (kind: string) => void) => {
  const expected = answers(tenant.rules, tenant.attempts)
  const found = decided(tenant).map(({ decision, waits }) => ({ ...withoutTrace(decision), waits }))
  expect(found).toEqual(expected.map(sorted))
  for (const answer of expected) for (const kind of kindsOf(answer)) note(kind)
}

describe(`the slow reference, seed ${seed}`, () => {
  it('answers every attempt as the product does', () => {
    const seen = new Set<string>()
    fc.assert(
      fc.property(anyTenant, (tenant) => compare(tenant, (kind) => seen.add(kind))),
      { ...run, numRuns },
    )
    expect(seen.size).toBeGreaterThan(30)
  })

  it('answers what people do together, at doors that ask for more than a permission, as the product does', () => {
    const seen = new Set<string>()
    fc.assert(
      fc.property(anyTenant, (tenant) => compare(tamed(tenant), (kind) => seen.add(kind))),
      { ...run, numRuns: Math.ceil(numRuns / 2) },
    )
    expect(kinds.filter((kind) => !seen.has(kind))).toEqual([])
  })

  it('knows who is in an area when it forgets as the product does', () => {
    const seen = new Set<string>()
    fc.assert(
      fc.property(anyTenant, (tenant) => compare(atResets(tamed(tenant)), (kind) => seen.add(kind))),
      { ...run, numRuns: Math.ceil(numRuns / 5) },
    )
    expect(seen).toContain('anti_passback')
  })

  it('reads every schedule as the product does whenever something begins or ends', () => {
    let opened = 0
    fc.assert(
      fc.property(anyTenant, ({ rules, zone, edges }) => {
        for (const schedule of rules.schedules)
          for (const at of edges.flatMap((edge) => [edge - 1, edge])) {
            const isOpenThen = isOpen(schedule, rules.holidays, zone, at, at + 1)
            const until = enabledUntil(schedule, rules.holidays, zone, at)
            if (isOpenThen !== isOpenPlainly(schedule, rules.holidays, zone, at, true))
              expect.fail(saying(schedule, rules, zone, at))
            if (until !== enabledUntilPlainly(schedule, rules.holidays, zone, at)) expect.fail(saying(schedule, rules, zone, at))
            if (isOpenThen) opened += 1
          }
      }),
      { ...run, numRuns: Math.ceil(numRuns / 10) },
    )
    expect(opened).toBeGreaterThan(numRuns)
  })

  it('says of every door whether it stands unlocked as the product does', () => {
    let opened = 0
    fc.assert(
      fc.property(anyTenant, fc.boolean(), (tenant, isFire) => {
        const expected = answers(tenant.rules, tenant.attempts)
        const found = decided(tenant)
        for (const [index, attempt] of tenant.attempts.entries()) {
          const { before, indexed } = found[index] ?? { before: emptyMemory, indexed: indexOf(tenant) }
          for (const point of tenant.rules.accessPoints) {
            const bySchedule = isUnlockScheduleOpen(tenant.rules, point, attempt.at, expected.slice(0, index))
            const state = scheduledState(indexed, point.id, attempt.at, before)
            expect(state.unlocked).toBe(bySchedule)
            const { nextChangeAt } = state
            if (nextChangeAt !== undefined) {
              const openAt = (at: number) => isUnlockScheduleOpen(tenant.rules, point, at, expected.slice(0, index))
              expect(nextChangeAt).toBeGreaterThan(attempt.at)
              expect([openAt(nextChangeAt - 1), openAt(nextChangeAt)]).toEqual([bySchedule, !bySchedule])
            }
            const unlocked = standsUnlocked(attempt.posture, point, attempt.at, state.unlocked, isFire)
            expect(unlocked).toBe(standsUnlockedPlainly(point, attempt, bySchedule, isFire))
            if (state.unlocked) opened += 1
          }
        }
      }),
      { ...run, numRuns: Math.ceil(numRuns / 8) },
    )
    expect(opened).toBeGreaterThan(numRuns / 10)
  })
})
