import type { Instant } from '../../../lib/clock.ts'
import type { ScheduleId } from '../../../lib/ids.ts'
import { ok, type Result } from '../../../lib/result.ts'
import type { DoorSide } from '../../places/access-points/entity.ts'
import { enabledUntil, isOpen } from '../schedules/is-open.ts'
import { wallClock } from '../schedules/wall-clock.ts'
import {
  type Decision,
  type DecisionMemory,
  type DenialReason,
  type Enabling,
  emptyMemory,
  type Presented,
  rememberedUntil,
} from './decision.ts'
import { checkPerson, identify, type Person } from './identify.ts'
import { type IndexedRules, subjectKey } from './index-rules.ts'
import { type DoorPosture, modeOf, noPosture } from './posture.ts'
import type { PanelAccessPoint, PanelAccessRule, PanelUser } from './rules.ts'
import { newTrace, type Trace } from './trace.ts'

/**
 * Decides whether a door opens to what was presented at it, at an instant, by the rules of its panel. The checks come in the
 * order of `Rule`, and the first that fails denies: whoever is unknown, unclear or not covered by the rules stays outside. It
 * never throws for what the rules say: a missing schedule or an unknown zone denies with `rules_incomplete`.
 *
 * - A PIN beside a credential has to be that person's, at every door; a two-factor door asks for both.
 * - A user's dates bound the PIN (API document, Create new user: "that a user's PIN is valid for use"), so they count only
 *   when one was presented. A credential's dates bound that credential (Assign Credential and Dates).
 * - Of several rules at the door one is enough, if its schedule is open. A rule of one side counts at that side only.
 * - A member of a schedule's enabling group needs nobody else to enable it.
 *
 * - In a lockdown of the door only the rules of groups that are excluded from lockdown stand. Overrides and egress move the lock by
 *   themselves: who presents at an unlocked door is decided upon as at any other.
 *
 * Anti-passback belongs after `schedule_open`.
 */
export const decide = (
  rules: IndexedRules,
  presented: Presented,
  at: Instant,
  memory: DecisionMemory = emptyMemory,
  posture: DoorPosture = noPosture,
): Decision => {
  const trace = newTrace()
  const denied = (reason: DenialReason, person?: Person): Decision => ({
    decision: 'denied',
    reason,
    ...idsOf(person),
    trace: trace.steps,
  })
  const point = findPoint(rules, presented, trace)
  if (!point.ok) return denied(point.error)
  const person = identify(rules, presented, trace)
  if (!person.ok) return denied(person.error)
  const fit = checkPerson(person.value, at, trace)
  if (!fit.ok) return denied(fit.error, person.value)
  const permitted = rulesHere(rules, point.value, presentedSide(point.value, presented), person.value.user, trace)
  if (!permitted.ok) return denied(permitted.error, person.value)
  const standing = checkLockdown(rules, point.value, permitted.value, posture, trace)
  if (!standing.ok) return denied(standing.error, person.value)
  const scheduleIds = [...new Set(standing.value.map(({ scheduleId }) => scheduleId))]
  const open = findOpen(rules, point.value, scheduleIds, { user: person.value.user, at, memory }, trace)
  if (!open.ok) return denied(open.error, person.value)
  const factors = checkFactors(point.value, person.value, trace)
  if (!factors.ok) return denied(factors.error, person.value)
  const enables = enabledBy(rules, point.value, person.value.user, at)
  return {
    decision: 'granted',
    reason: 'granted',
    ...idsOf(person.value),
    ...(open.value === undefined ? {} : { scheduleId: open.value }),
    ...useOf(person.value),
    ...(enables.length === 0 ? {} : { enables }),
    trace: trace.steps,
  }
}

/** The side of a door that something was presented at: that of the reader when the rules know it, else as it was said, else 1. */
export const presentedSide = (
  point: Pick<PanelAccessPoint, 'readers'> | undefined,
  { side, readerId }: Pick<Presented, 'side' | 'readerId'>,
): DoorSide => point?.readers?.find(({ id }) => id === readerId)?.side ?? side ?? 1

const idsOf = (person: Person | undefined): Pick<Decision, 'userId' | 'credentialId' | 'alarm'> => ({
  ...(person ? { userId: person.user.id } : {}),
  ...(person?.credential ? { credentialId: person.credential.id } : {}),
  ...(person?.credential?.alarm ? { alarm: true } : {}),
})

/** What a grant to this credential switches, and how many uses it leaves. */
const useOf = ({ credential }: Person): Pick<Decision, 'relays' | 'passesLeft'> => ({
  ...(credential?.relays === undefined ? {} : { relays: credential.relays }),
  ...(credential?.passesLeft === undefined ? {} : { passesLeft: credential.passesLeft - 1 }),
})

const findPoint = (rules: IndexedRules, { accessPointId }: Presented, trace: Trace): Result<PanelAccessPoint, DenialReason> => {
  const point = rules.accessPoints.get(accessPointId)
  if (!point)
    return trace.deny('access_point_known', 'unknown_access_point', `access point ${accessPointId} is not in these rules`)
  trace.pass('access_point_known', `access point ${point.id}`)
  return ok(point)
}

/** The rules by which the person, or a group of theirs, may pass this side of the door at some time. */
const rulesHere = (
  rules: IndexedRules,
  point: PanelAccessPoint,
  side: DoorSide,
  user: PanelUser,
  trace: Trace,
): Result<PanelAccessRule[], DenialReason> => {
  const at = rules.rulesAt.get(point.id)
  const own = at?.get(subjectKey({ kind: 'user', userId: user.id })) ?? []
  const ofGroups = user.groupIds.flatMap((groupId) => at?.get(subjectKey({ kind: 'group', groupId })) ?? [])
  const here = [...own, ...ofGroups].filter((rule) => rule.side === undefined || rule.side === side)
  if (here.length === 0)
    return trace.deny(
      'permission_here',
      'no_permission',
      `user ${user.id} has no rule at side ${side} of access point ${point.id}, nor has a group of theirs`,
    )
  trace.pass('permission_here', `by ${[...new Set(here.map(({ subject }) => subjectKey(subject)))].join(', ')}`)
  return ok(here)
}

/** The rules that stand now: in a lockdown of the door those of excluded groups only. */
const checkLockdown = (
  { excludedFromLockdown }: IndexedRules,
  point: PanelAccessPoint,
  here: PanelAccessRule[],
  posture: DoorPosture,
  trace: Trace,
): Result<PanelAccessRule[], DenialReason> => {
  if (modeOf(posture, point.id) !== 'lockdown') return ok(here)
  const standing = here.filter(({ subject }) => subject.kind === 'group' && excludedFromLockdown.has(subject.groupId))
  if (standing.length === 0)
    return trace.deny('not_locked_down', 'locked_down', `access point ${point.id} is locked down, and no excluded group permits`)
  trace.pass('not_locked_down', `by ${[...new Set(standing.map(({ subject }) => subjectKey(subject)))].join(', ')}`)
  return ok(standing)
}

/** The first of these schedules that is open, on the wall clock of the door's site; undefined, which is always, comes first. */
const findOpen = (
  rules: IndexedRules,
  point: PanelAccessPoint,
  permitted: readonly (ScheduleId | undefined)[],
  { user, at, memory }: { user: PanelUser; at: Instant; memory: DecisionMemory },
  trace: Trace,
): Result<ScheduleId | undefined, DenialReason> => {
  if (!wallClock(point.timeZone, at))
    return trace.deny('schedule_open', 'rules_incomplete', `'${point.timeZone}' is not a known time zone`)
  if (permitted.includes(undefined)) {
    trace.pass('schedule_open', 'at any time')
    return ok(undefined)
  }
  const scheduleIds = permitted.filter((id) => id !== undefined)
  const opens = (id: ScheduleId): boolean => {
    const schedule = rules.schedules.get(id)
    if (!schedule) return false
    const enabling = schedule.enablingGroupId !== undefined && user.groupIds.includes(schedule.enablingGroupId)
    const until = enabling ? Number.POSITIVE_INFINITY : rememberedUntil(memory, point.siteId, id)
    return isOpen(schedule, rules.holidays.get(point.siteId) ?? [], point.timeZone, at, until)
  }
  const open = scheduleIds.find(opens)
  if (open === undefined) {
    const missing = scheduleIds.filter((id) => !rules.schedules.has(id))
    return missing.length > 0
      ? trace.deny('schedule_open', 'rules_incomplete', `the rules lack schedule ${missing.join(', ')}`)
      : trace.deny('schedule_open', 'outside_schedule', `not open now: schedule ${scheduleIds.join(', ')}`)
  }
  trace.pass('schedule_open', `schedule ${open}`)
  return ok(open)
}

const checkFactors = (point: PanelAccessPoint, { credential, pin }: Person, trace: Trace): Result<undefined, DenialReason> => {
  if (!point.twoFactorEnabled) return ok(undefined)
  if (!credential || pin === undefined)
    return trace.deny('second_factor', 'second_factor_required', `access point ${point.id} asks for a credential and a PIN`)
  trace.pass('second_factor', 'credential and PIN')
  return ok(undefined)
}

/** The group-enabled schedules that somebody who is granted here enables at this site. */
const enabledBy = (rules: IndexedRules, point: PanelAccessPoint, user: PanelUser, at: Instant): Enabling[] =>
  user.groupIds
    .flatMap((groupId) => rules.enabledByGroup.get(groupId) ?? [])
    .filter(({ siteId }) => siteId === undefined || siteId === point.siteId)
    .flatMap((schedule) => {
      const until = enabledUntil(schedule, rules.holidays.get(point.siteId) ?? [], point.timeZone, at)
      return until === undefined ? [] : [{ siteId: point.siteId, scheduleId: schedule.id, until }]
    })
