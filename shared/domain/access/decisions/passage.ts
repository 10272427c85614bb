import type { Instant } from '../../../lib/clock.ts'
import { definedOf } from '../../../lib/defined.ts'
import type { GroupId, ScheduleId } from '../../../lib/ids.ts'
import { ok, type Result } from '../../../lib/result.ts'
import type { DoorSide } from '../../places/access-points/entity.ts'
import { isOpen } from '../schedules/is-open.ts'
import { wallClock } from '../schedules/wall-clock.ts'
import { type Decision, type DecisionMemory, type DenialReason, type Detail, rememberedUntil } from './decision.ts'
import { type IndexedRules, subjectKey } from './index-rules.ts'
import { type DoorPosture, isLockedDown } from './posture.ts'
import type { PanelAccessPoint, PanelAccessRule, PanelUser } from './rules.ts'
import { eachNamed, named, newTrace, type Trace } from './trace.ts'

/** Who asks to pass, and all that the answer depends on besides the door. */
export type Asked = { rules: IndexedRules; user: PanelUser; at: Instant; memory: DecisionMemory; posture: DoorPosture }

/** Whether the person may pass one door, or choose one floor, now: the schedule by which, undefined for always. */
const mayPass = (
  asked: Asked,
  point: PanelAccessPoint,
  side: DoorSide,
  trace: Trace,
): Result<ScheduleId | undefined, DenialReason> => {
  const { rules, user, memory, posture } = asked
  const permitted = rulesHere(rules, point, side, user, trace)
  if (!permitted.ok) return permitted
  const standing = checkLockdown(rules, point, permitted.value, posture, trace)
  if (!standing.ok) return standing
  const overriding = checkPrivacy(point, standing.value, memory, trace)
  if (!overriding.ok) return overriding
  const scheduleIds = [...new Set(overriding.value.map(({ scheduleId }) => scheduleId))]
  return findOpen(rules, point, scheduleIds, asked, trace)
}

/** What a grant opens: the door by one of its schedules, and of a lift the floors that may be chosen. */
export type Passage = Pick<Decision, 'scheduleId' | 'floors' | 'onlyFloors'>

/** Whether the person may pass here now. At a lift it is enough that a floor may be chosen, and the door of the lift stays shut then. */
export const findPassage = (
  asked: Asked,
  point: PanelAccessPoint,
  side: DoorSide,
  trace: Trace,
): Result<Passage, DenialReason> => {
  const floors = asked.rules.floorsOf.get(point.id)
  return floors ? atLift(asked, point, floors, side, trace) : byOwnRules(mayPass(asked, point, side, trace))
}

const byOwnRules = (own: Result<ScheduleId | undefined, DenialReason>): Result<Passage, DenialReason> =>
  own.ok ? ok(definedOf({ scheduleId: own.value })) : own

const atLift = (
  asked: Asked,
  point: PanelAccessPoint,
  floors: readonly PanelAccessPoint[],
  side: DoorSide,
  trace: Trace,
): Result<Passage, DenialReason> => {
  const attempt = (at: PanelAccessPoint, atSide: DoorSide) => {
    const ownTrace = newTrace()
    return { id: at.id, steps: ownTrace.steps, result: mayPass(asked, at, atSide, ownTrace) }
  }
  const own = attempt(point, side)
  const tried = floors.map((floor) => attempt(floor, 1))
  const chosen = tried.filter(({ result }) => result.ok).map(({ id }) => id)
  if (chosen.length > 0) {
    trace.pass('permission_here', eachNamed('floor', chosen))
    const ofDoor = byOwnRules(own.result)
    return ok(ofDoor.ok ? { ...ofDoor.value, floors: chosen } : { floors: chosen, onlyFloors: true })
  }
  // who may go to a floor at another time gets that as the reason, and not that there is no permission
  const isStranger = ({ result }: typeof own) => !result.ok && result.error === 'no_permission'
  const shown = isStranger(own) ? (tried.find((one) => !isStranger(one)) ?? own) : own
  trace.steps.push(...shown.steps)
  return byOwnRules(shown.result)
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
    return trace.deny('permission_here', 'no_permission', [
      named('user', user.id),
      ` has no rule at side ${side} of `,
      named('access point', point.id),
      ', nor has a group of theirs',
    ])
  trace.pass('permission_here', bySubjects(here))
  return ok(here)
}

/** By whose rules it is: each group, and the person, once. */
const bySubjects = (rules: readonly PanelAccessRule[]): Detail => [
  'by ',
  ...[...new Map(rules.map(({ subject }) => [subjectKey(subject), subject])).values()].flatMap((subject, index) => [
    ...(index === 0 ? [] : [', ']),
    subject.kind === 'group' ? named('group', subject.groupId) : named('user', subject.userId),
  ]),
]

/** The rules that stand now: in a lockdown of the door, or of the lift of a floor, those of excluded groups only. */
const checkLockdown = (
  { excludedFromLockdown }: IndexedRules,
  point: PanelAccessPoint,
  here: PanelAccessRule[],
  posture: DoorPosture,
  trace: Trace,
): Result<PanelAccessRule[], DenialReason> => {
  if (!isLockedDown(posture, point)) return ok(here)
  const standing = here.filter(({ subject }) => subject.kind === 'group' && excludedFromLockdown.has(subject.groupId))
  if (standing.length === 0)
    return trace.deny('not_locked_down', 'locked_down', [
      named('access point', point.id),
      ' is locked down, and no excluded group permits',
    ])
  trace.pass('not_locked_down', bySubjects(standing))
  return ok(standing)
}

/** The rules that stand now: while a lock is set to privacy those that override it only. */
const checkPrivacy = (
  { id }: PanelAccessPoint,
  here: PanelAccessRule[],
  { privacy }: DecisionMemory,
  trace: Trace,
): Result<PanelAccessRule[], DenialReason> => {
  if (!privacy?.includes(id)) return ok(here)
  const standing = here.filter(({ overridesPrivacy }) => overridesPrivacy)
  if (standing.length === 0)
    return trace.deny('privacy_off', 'privacy_mode', [named('access point', id), ' is set to privacy from inside'])
  trace.pass('privacy_off', ['by a rule that overrides it'])
  return ok(standing)
}

/** Whether a schedule of the rules is open at a door, for a member of these groups: whoever may enable it needs nobody else for that. */
export const isOpenTo = (
  rules: IndexedRules,
  { siteId, timeZone }: PanelAccessPoint,
  id: ScheduleId,
  groupIds: readonly GroupId[],
  at: Instant,
  memory: DecisionMemory,
): boolean => {
  const schedule = rules.schedules.get(id)
  if (!schedule) return false
  const enabling = schedule.enablingGroupId !== undefined && groupIds.includes(schedule.enablingGroupId)
  const until = enabling ? Number.POSITIVE_INFINITY : rememberedUntil(memory, siteId, id)
  return isOpen(schedule, rules.holidays.get(siteId) ?? [], timeZone, at, until)
}

/** The first of these schedules that is open, on the wall clock of the door's site; undefined, which is always, comes first. */
const findOpen = (
  rules: IndexedRules,
  point: PanelAccessPoint,
  permitted: readonly (ScheduleId | undefined)[],
  { user, at, memory }: Asked,
  trace: Trace,
): Result<ScheduleId | undefined, DenialReason> => {
  if (!wallClock(point.timeZone, at))
    return trace.deny('schedule_open', 'rules_incomplete', [`'${point.timeZone}' is not a known time zone`])
  if (permitted.includes(undefined)) {
    trace.pass('schedule_open', ['at any time'])
    return ok(undefined)
  }
  const scheduleIds = permitted.filter((id) => id !== undefined)
  const open = scheduleIds.find((id) => isOpenTo(rules, point, id, user.groupIds, at, memory))
  if (open === undefined) {
    const missing = scheduleIds.filter((id) => !rules.schedules.has(id))
    return missing.length > 0
      ? trace.deny('schedule_open', 'rules_incomplete', ['the rules lack ', ...eachNamed('schedule', missing)])
      : trace.deny('schedule_open', 'outside_schedule', ['not open now: ', ...eachNamed('schedule', scheduleIds)])
  }
  trace.pass('schedule_open', [named('schedule', open)])
  return ok(open)
}
