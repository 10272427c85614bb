import type { Instant } from '../../../lib/clock.ts'
import { ok, type Result } from '../../../lib/result.ts'
import type { DoorSide } from '../../places/access-points/entity.ts'
import { enabledUntil } from '../schedules/is-open.ts'
import { checkBlock, countAttempt, readerName } from './attempts.ts'
import {
  type Decision,
  type DecisionMemory,
  type DenialReason,
  type Enabling,
  emptyMemory,
  type Presented,
  type WaitingPerson,
} from './decision.ts'
import { checkDoorRules } from './door-rules.ts'
import { checkPerson, type Person } from './identify.ts'
import type { IndexedRules } from './index-rules.ts'
import { findPassage } from './passage.ts'
import { type DoorPosture, noPosture } from './posture.ts'
import { type Place, waiterAt } from './presenting.ts'
import type { PanelAccessPoint, PanelUser } from './rules.ts'
import { named, newTrace, type Trace } from './trace.ts'
import { changeOfWaiting, waitsAfter } from './waiting.ts'
import { whoPresents } from './who-presents.ts'
import { checkZoneCode } from './zone-code.ts'

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
 * - What the door asks for besides a permission comes last (`checkDoorRules`). A code of the door is nobody's (`checkZoneCode`).
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
  const place = { rules, point: point.value, side, at, memory, posture, reader }
  const free = checkBlock(point.value, reader, at, memory, trace)
  const { decision, waits }: Decided = free.ok
    ? decideAtReader(place, presented, trace)
    : { decision: { decision: 'denied', reason: free.error, trace: trace.steps } }
  return {
    ...decision,
    ...(free.ok ? countAttempt(point.value, reader, at, memory, decision.reason) : {}),
    ...changeOfWaiting(memory, reader, waits),
  }
}

type AtReader = Place & { posture: DoorPosture; reader: string }
/** A decision, and who waits at the reader after it. */
type Decided = { decision: Decision; waits?: WaitingPerson | undefined }

/** The decision at a reader that takes what is presented. */
const decideAtReader = (place: AtReader, presented: Presented, trace: Trace): Decided => {
  const found = whoPresents(place, presented, trace)
  if (!found.ok) return { decision: { decision: 'denied', reason: found.error, trace: trace.steps } }
  const presenter = found.value
  if (presenter.by === 'person') return decideOfPerson(place, presenter.person, trace)
  const free = checkZoneCode(place, trace)
  const alarm = presenter.alarm ? ({ alarm: true } as const) : {}
  const rest = { ...alarm, zoneCode: true, trace: trace.steps } as const
  return {
    decision: free.ok ? { decision: 'granted', reason: 'granted', ...rest } : { decision: 'denied', reason: free.error, ...rest },
  }
}

const decideOfPerson = (place: AtReader, person: Person, trace: Trace): Decided => {
  const { rules, point, side, at, memory, reader } = place
  const { user } = person
  const presenting = { ...place, person, waiter: waiterAt(rules, memory, reader, at) }
  const denied = (reason: DenialReason): Decided => ({
    decision: { decision: 'denied', reason, ...idsOf(person), trace: trace.steps },
    waits: waitsAfter(reason, presenting),
  })
  const fit = checkPerson(person, at, trace)
  if (!fit.ok) return denied(fit.error)
  const passage = findPassage({ ...place, user }, point, side, trace)
  if (!passage.ok) return denied(passage.error)
  const passing = checkDoorRules(presenting, passage.value.onlyFloors ?? false, trace)
  if (!passing.ok) return denied(passing.error)
  const enables = enabledBy(rules, point, user, at)
  return {
    decision: {
      decision: 'granted',
      reason: 'granted',
      ...idsOf(person),
      ...passage.value,
      ...useOf(person),
      ...(enables.length === 0 ? {} : { enables }),
      ...passing.value,
      trace: trace.steps,
    },
    waits: waitsAfter('granted', presenting),
  }
}

/** The side of a door that something was presented at: that of the reader when the rules know it, else as it was said, else 1. */
export const presentedSide = (
  point: Pick<PanelAccessPoint, 'readers'> | undefined,
  { side, readerId }: Pick<Presented, 'side' | 'readerId'>,
): DoorSide => point?.readers?.find(({ id }) => id === readerId)?.side ?? side ?? 1

const idsOf = ({ user, credential, alarm }: Person): Pick<Decision, 'userId' | 'credentialId' | 'alarm'> => ({
  userId: user.id,
  ...(credential ? { credentialId: credential.id } : {}),
  ...(credential?.alarm || alarm ? { alarm: true } : {}),
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

/** The group-enabled schedules that somebody who is granted here enables at this site. */
const enabledBy = (rules: IndexedRules, point: PanelAccessPoint, user: PanelUser, at: Instant): Enabling[] =>
  user.groupIds
    .flatMap((groupId) => rules.enabledByGroup.get(groupId) ?? [])
    .filter(({ siteId }) => siteId === undefined || siteId === point.siteId)
    .flatMap((schedule) => {
      const until = enabledUntil(schedule, rules.holidays.get(point.siteId) ?? [], point.timeZone, at)
      return until === undefined ? [] : [{ siteId: point.siteId, scheduleId: schedule.id, until }]
    })
