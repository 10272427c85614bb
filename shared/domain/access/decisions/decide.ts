import type { Instant } from '../../../lib/clock.ts'
import { ok, type Result } from '../../../lib/result.ts'
import type { DoorSide } from '../../places/access-points/entity.ts'
import { enabledUntil } from '../schedules/is-open.ts'
import { checkBlock, countAttempt, readerName } from './attempts.ts'
import { type Decision, type DecisionMemory, type DenialReason, type Enabling, emptyMemory, type Presented } from './decision.ts'
import { checkPerson, identify, type Person } from './identify.ts'
import type { IndexedRules } from './index-rules.ts'
import { type Asked, findPassage } from './passage.ts'
import { type DoorPosture, noPosture } from './posture.ts'
import type { PanelAccessPoint, PanelUser } from './rules.ts'
import { named, newTrace, type Trace } from './trace.ts'

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
 * - At a lift, who may choose a floor is granted too: the floors that may be chosen are decided each as a door is. A rule at the lift itself
 *   chooses no floor, and a rule at a floor does not open the lift's own door.
 * - While somebody inside has set a wireless lock to privacy, only the rules that override it stand.
 * - In a lockdown of the door only the rules of groups that are excluded from lockdown stand. Overrides and egress move the lock by
 *   themselves: who presents at an unlocked door is decided upon as at any other.
 * - A reader that is blocked after failed attempts takes nothing at all.
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
  const point = findPoint(rules, presented, trace)
  if (!point.ok) return { decision: 'denied', reason: point.error, trace: trace.steps }
  const side = presentedSide(point.value, presented)
  const reader = readerName(point.value, side, presented)
  const free = checkBlock(point.value, reader, at, memory, trace)
  if (!free.ok) return { decision: 'denied', reason: free.error, trace: trace.steps }
  const decision = decideAtReader({ rules, point: point.value, side, at, memory, posture }, presented, trace)
  return { ...decision, ...countAttempt(point.value, reader, at, memory, decision.reason) }
}

type Place = Omit<Asked, 'user'> & { point: PanelAccessPoint; side: DoorSide }

/** The decision at a reader that takes what is presented. */
const decideAtReader = ({ point, side, ...place }: Place, presented: Presented, trace: Trace): Decision => {
  const { rules, at } = place
  const denied = (reason: DenialReason, person?: Person): Decision => ({
    decision: 'denied',
    reason,
    ...idsOf(person),
    trace: trace.steps,
  })
  const person = identify(rules, presented, trace)
  if (!person.ok) return denied(person.error)
  const { user } = person.value
  const fit = checkPerson(person.value, at, trace)
  if (!fit.ok) return denied(fit.error, person.value)
  const passage = findPassage({ ...place, user }, point, side, trace)
  if (!passage.ok) return denied(passage.error, person.value)
  const factors = checkFactors(point, person.value, trace)
  if (!factors.ok) return denied(factors.error, person.value)
  const enables = enabledBy(rules, point, user, at)
  return {
    decision: 'granted',
    reason: 'granted',
    ...idsOf(person.value),
    ...passage.value,
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
    return trace.deny('access_point_known', 'unknown_access_point', [
      named('access point', accessPointId),
      ' is not in these rules',
    ])
  trace.pass('access_point_known', [named('access point', point.id)])
  return ok(point)
}

const checkFactors = (point: PanelAccessPoint, { credential, pin }: Person, trace: Trace): Result<undefined, DenialReason> => {
  if (!point.twoFactorEnabled) return ok(undefined)
  if (!credential || pin === undefined)
    return trace.deny('second_factor', 'second_factor_required', [
      named('access point', point.id),
      ' asks for a credential and a PIN',
    ])
  trace.pass('second_factor', ['credential and PIN'])
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
