import type { Presented } from '../../../../shared/domain/access/decisions/decision.ts'
import type { DoorPosture } from '../../../../shared/domain/access/decisions/posture.ts'
import type {
  PanelAccessPoint,
  PanelAccessRule,
  PanelCredential,
  PanelHoliday,
  PanelRules,
  PanelSchedule,
  PanelUser,
} from '../../../../shared/domain/access/decisions/rules.ts'
import type { Instant } from '../../../../shared/lib/clock.ts'
import type { Passed } from './areas.ts'
import { clockOf } from './clock.ts'
import { whoComes } from './codes.ts'
import { atDoor, type Situation, type Waits, waitsThen, whyNoCode } from './door-rules.ts'
import { isLockedDown } from './posture.ts'
import { enabledUntil, isOpen } from './schedule.ts'
import type { Found } from './who.ts'

/** Something that was held to a reader, when, and what the panel was told besides its rules then. */
export type Attempt = {
  presented: Presented
  at: Instant
  posture: DoorPosture
  privacy: readonly number[]
  openDoors: readonly number[]
}

type Enabled = { siteId: number; scheduleId: number; until: Instant }
/** The answer of the reference: what a decision says, without the trace. */
export type Answer = {
  decision: 'granted' | 'denied'
  reason: string
  userId?: number
  credentialId?: number
  alarm?: true
  scheduleId?: number
  relays?: string
  passesLeft?: number
  enables: Enabled[]
  floors: number[]
  onlyFloors?: true
  blocks?: true
  zoneCode?: true
  withUserId?: number
  /** Who waits at the reader afterwards. */
  waits?: Waits | undefined
  passages: Passed[]
  breaches: { reason: string; userId?: number }[]
}
/** What was attempted before, and how it was answered. */
export type Before = readonly { attempt: Attempt; answer: Answer }[]

/**
 * What a panel answers to each of several attempts, in the order in which they were made. It is a second reading of the page about the
 * protocol of panels ("How to decide", "Schedules"), by loops over all rules and over all that was before, so slow and plain.
 */
export const answers = (rules: PanelRules, attempts: readonly Attempt[]): Answer[] => {
  const before: { attempt: Attempt; answer: Answer }[] = []
  for (const attempt of attempts) before.push({ attempt, answer: answer(rules, attempt, before) })
  return before.map(({ answer }) => answer)
}

/** Whether a schedule is enabled at a site by those who were granted before: the last who enabled it says until when. */
export const isEnabled = (before: readonly Answer[], siteId: number, scheduleId: number, at: Instant): boolean => {
  const last = before.flatMap(({ enables }) => enables).findLast((one) => one.siteId === siteId && one.scheduleId === scheduleId)
  return last !== undefined && at < last.until
}

export const holidaysOfSite = ({ holidays }: PanelRules, siteId: number): PanelHoliday[] =>
  holidays.filter((one) => one.siteId === undefined || one.siteId === siteId)

type Who = { user?: PanelUser; credential?: PanelCredential; alarm?: boolean }
const refused = (reason: string, { user, credential, alarm }: Who = {}): Answer => ({
  decision: 'denied',
  reason,
  enables: [],
  floors: [],
  passages: [],
  breaches: [],
  ...(user ? { userId: user.id } : {}),
  ...(credential ? { credentialId: credential.id } : {}),
  ...(credential?.alarm || alarm ? { alarm: true } : {}),
})

const answer = (rules: PanelRules, attempt: Attempt, before: Before): Answer => {
  const point = rules.accessPoints.find(({ id }) => id === attempt.presented.accessPointId)
  if (!point) return refused('unknown_access_point')
  const here = before.filter((one) => isSameReader(point, one.attempt.presented, attempt.presented))
  if (isBlocked(point, blockedAt(point, here), attempt.at)) return refused('blocked_after_failures')
  const answered = answerAtReader(rules, point, attempt, before, here.at(-1)?.answer.waits)
  const counts = answered.reason !== 'granted' && blockedAt(point, [...here, { attempt, answer: answered }]) !== undefined
  const isBlocking = counts && ['unknown_credential', 'unknown_pin', 'wrong_pin'].includes(answered.reason)
  return { ...answered, ...(isBlocking ? { blocks: true } : {}) }
}

/** The readers that the rules know are told apart by their ids, others by their sides. */
const isSameReader = (point: PanelAccessPoint, one: Presented, other: Presented): boolean => {
  const known = (id: number | undefined) => point.readers?.find((reader) => reader.id === id)?.id
  return (
    one.accessPointId === other.accessPointId &&
    known(one.readerId) === known(other.readerId) &&
    sideOf(point, one) === sideOf(point, other)
  )
}

/** Since when a reader is blocked by what was presented at it, in this order; what counts while the clock shows another time ends it. */
const blockedAt = ({ failedAttempts }: PanelAccessPoint, here: Before): Instant | undefined => {
  let failed = 0
  let since: Instant | undefined
  for (const { attempt, answer } of here) {
    const isFailure = ['unknown_credential', 'unknown_pin', 'wrong_pin'].includes(answer.reason)
    if (answer.reason === 'granted') failed = 0
    if (isFailure) failed += 1
    if (isFailure || answer.reason === 'granted') since = undefined
    if (!failedAttempts || failed < failedAttempts.limit) continue
    since = attempt.at
    failed = 0
  }
  return since
}

const isBlocked = ({ failedAttempts }: PanelAccessPoint, since: Instant | undefined, at: Instant): boolean =>
  failedAttempts !== undefined && since !== undefined && since <= at && at < since + failedAttempts.blockSeconds * 1_000

const answerAtReader = (
  rules: PanelRules,
  point: PanelAccessPoint,
  attempt: Attempt,
  before: Before,
  waited: Waits | undefined,
): Answer => {
  const { presented, at, openDoors, posture, privacy } = attempt
  const side = sideOf(point, presented)
  const comer = whoComes(rules, point, side, presented)
  if (typeof comer === 'string') return refused(comer)
  const answers = before.map((one) => one.answer)
  const history = answers.flatMap(({ passages }) => passages)
  const situation: Situation = {
    ...{ rules, point, side, at, waited, openDoors, history },
    isScheduleOpen: (id, groupIds) => readSchedule(rules, id, point, groupIds, at, answers),
  }
  if (comer.person) return answerPerson(situation, attempt, comer.person, comer, answers)
  const why = whyNoCode(situation, isLockedDown(posture, point), privacy.includes(point.id))
  return {
    ...refused(why ?? 'granted', comer),
    decision: why === undefined ? 'granted' : 'denied',
    zoneCode: true,
    ...(comer.alarm ? { alarm: true } : {}),
  }
}

const answerPerson = (
  situation: Situation,
  attempt: Attempt,
  person: Found,
  typed: { pin: string | undefined; alarm: boolean },
  before: readonly Answer[],
): Answer => {
  const { rules, point, side, at } = situation
  const { user, credential } = person
  const found = { ...person, alarm: typed.alarm }
  const refusedFor = (reason: string): Answer => ({ ...refused(reason, found), waits: waitsThen(situation, person, reason) })
  const unfit = whyUnfit(person, typed.pin, at)
  if (unfit) return refusedFor(unfit)

  const asked = { rules, user, attempt, before }
  const here = passes(asked, point, side)
  const floors = rules.accessPoints.filter(({ floor }) => floor?.liftId === point.id)
  const atFloors = floors.map((floor) => ({ id: floor.id, passage: passes(asked, floor, 1) }))
  const chosen = atFloors.filter(({ passage }) => passage.passes).map(({ id }) => id)
  if (!here.passes && chosen.length === 0) {
    const others = atFloors.flatMap(({ passage }) => (passage.passes ? [] : passage.reason))
    const known = [here.reason, ...others].find((reason) => reason !== 'no_permission')
    return refusedFor(here.reason === 'no_permission' ? (known ?? 'no_permission') : here.reason)
  }
  const { reason, ...outcome } = atDoor(situation, person, !here.passes)
  if (reason !== undefined) return refusedFor(reason)
  return {
    ...refusedFor('granted'),
    decision: 'granted',
    ...(here.passes && here.scheduleId !== undefined ? { scheduleId: here.scheduleId } : {}),
    ...(credential?.relays ? { relays: credential.relays } : {}),
    ...(credential?.passesLeft === undefined ? {} : { passesLeft: credential.passesLeft - 1 }),
    enables: enabledHere(rules, point, user, at),
    floors: chosen,
    ...(here.passes ? {} : { onlyFloors: true }),
    ...outcome,
  }
}

const sideOf = ({ readers = [] }: PanelAccessPoint, { readerId, side }: Presented): 1 | 2 => {
  for (const reader of readers) if (reader.id === readerId) return reader.side
  return side ?? 1
}

const isAmong = (at: Instant, from: Instant | undefined, to: Instant | undefined) =>
  !(from !== undefined && at < from) && !(to !== undefined && at > to)

const whyUnfit = ({ user, credential, withPin }: Found, pin: string | undefined, at: Instant): string | undefined => {
  const { visit } = user
  if (credential && withPin && user.pin !== pin) return 'wrong_pin'
  if (user.suspended) return 'user_suspended'
  if (visit && (visit.stopped || !isAmong(at, visit.startsAt, visit.endsAt))) return 'visit_not_current'
  if (withPin && !isAmong(at, user.effectiveFrom, user.effectiveTo)) return 'pin_not_effective'
  if (credential?.state !== undefined && credential.state !== 'active') return 'credential_not_active'
  if (credential && !isAmong(at, credential.effectiveFrom, credential.effectiveTo)) return 'credential_not_effective'
  return credential?.passesLeft === 0 ? 'no_passes_left' : undefined
}

type Asked = { rules: PanelRules; user: PanelUser; attempt: Attempt; before: readonly Answer[] }
type Passage = { passes: true; scheduleId?: number } | { passes: false; reason: string }
const not = (reason: string): Passage => ({ passes: false, reason })

/** Whether the person may pass one access point now, and by which schedule. */
const passes = ({ rules, user, attempt, before }: Asked, point: PanelAccessPoint, side: 1 | 2): Passage => {
  const { at, posture, privacy } = attempt
  // The person's own rules come first, then those of the groups in the order in which the person is in them.
  const own = point.rules.filter(({ subject }) => subject.kind === 'user' && subject.userId === user.id)
  const byGroups = user.groupIds.flatMap((groupId) =>
    point.rules.filter(({ subject }) => subject.kind === 'group' && subject.groupId === groupId),
  )
  let left = [...own, ...byGroups].filter((rule) => rule.side === undefined || rule.side === side)
  if (left.length === 0) return not('no_permission')
  if (isLockedDown(posture, point)) left = left.filter((rule) => isExcluded(rules, rule))
  if (left.length === 0) return not('locked_down')
  if (privacy.includes(point.id)) left = left.filter(({ overridesPrivacy }) => overridesPrivacy)
  if (left.length === 0) return not('privacy_mode')
  if (!clockOf(point.timeZone, at)) return not('rules_incomplete')
  if (left.some(({ scheduleId }) => scheduleId === undefined)) return { passes: true }
  const isMissing = left.some(({ scheduleId }) => rules.schedules.every(({ id }) => id !== scheduleId))
  for (const { scheduleId } of left) {
    const schedule = rules.schedules.find(({ id }) => id === scheduleId)
    if (schedule && isOpenFor(rules, schedule, point, user.groupIds, at, before)) return { passes: true, scheduleId: schedule.id }
  }
  return not(isMissing ? 'rules_incomplete' : 'outside_schedule')
}

const isExcluded = ({ groups }: PanelRules, { subject }: PanelAccessRule): boolean =>
  subject.kind === 'group' && groups.some(({ id, excludedFromLockdown }) => id === subject.groupId && excludedFromLockdown)

const isOpenFor = (
  rules: PanelRules,
  schedule: PanelSchedule,
  { siteId, timeZone }: PanelAccessPoint,
  groupIds: readonly number[],
  at: Instant,
  before: readonly Answer[],
): boolean => {
  const needsNobody = groupIds.some((id) => id === schedule.enablingGroupId)
  const enabled = needsNobody || isEnabled(before, siteId, schedule.id, at)
  return isOpen(schedule, holidaysOfSite(rules, siteId), timeZone, at, enabled)
}

/** Whether a schedule that a rule of the door names is open; undefined when nobody can read it. */
const readSchedule = (
  rules: PanelRules,
  id: number,
  point: PanelAccessPoint,
  groupIds: readonly number[],
  at: Instant,
  before: readonly Answer[],
): boolean | undefined => {
  const schedule = rules.schedules.find((one) => one.id === id)
  return schedule && clockOf(point.timeZone, at) ? isOpenFor(rules, schedule, point, groupIds, at, before) : undefined
}

const enabledHere = (
  rules: PanelRules,
  { siteId, timeZone }: PanelAccessPoint,
  { groupIds }: PanelUser,
  at: Instant,
): Enabled[] => {
  const enabled: Enabled[] = []
  for (const schedule of rules.schedules) {
    const isTheirs = groupIds.some((id) => id === schedule.enablingGroupId)
    const isHere = schedule.siteId === undefined || schedule.siteId === siteId
    const until = isTheirs && isHere ? enabledUntil(schedule, holidaysOfSite(rules, siteId), timeZone, at) : undefined
    if (until !== undefined) enabled.push({ siteId, scheduleId: schedule.id, until })
  }
  return enabled
}
