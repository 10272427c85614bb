import type { Instant } from '../../../lib/clock.ts'
import { definedOf } from '../../../lib/defined.ts'
import { isLengthPossible } from '../../people/credentials/length.ts'
import type { EventType } from '../../record/events/entity.ts'
import { ownedCard } from '../../record/events/record.ts'
import { accessType } from '../../record/events/report-type.ts'
import { decide } from '../decisions/decide.ts'
import { type Decision, memoryWith, type NamedThing, rules as rulesInOrder } from '../decisions/decision.ts'
import { type DoorSources, doorRules } from '../decisions/door-sources.ts'
import { indexRules } from '../decisions/index-rules.ts'
import type { DoorPosture } from '../decisions/posture.ts'
import type { AccessRule } from '../rules/entity.ts'
import { sitesOf } from '../rules/expand.ts'
import { type Candidates, waysAt } from './candidates.ts'
import type { PresentedAs, Question, What } from './entity.ts'

/** What was decided of one way in which somebody may present something, by which rules, and the event that it would be. */
export type Decided = { what: What; decision: Decision; eventType: EventType; sources: DoorSources }

/** All that a decision depends on besides the people. */
export type Setting = { sources: DoorSources; posture: DoorPosture; question: Question }

/**
 * Decides by the rules that the panel would have of these people: of several ways to present, the first that is granted, or else the
 * one that came furthest.
 */
export const decideCandidates = ({ sources, posture, question }: Setting, candidates: Candidates): Decided => {
  const { at, side, assumed } = question
  const { point } = sources
  const content = doorRules(sources, candidates.users, candidates.credentials)
  const indexed = indexRules({ ...content, version: 0, compiledAt: at })
  const memory = memoryWith(point.siteId, assumed.enabledScheduleIds, assumed.privacyMode ? [point.id] : [])
  const tried = waysAt(point, candidates.ways).map((what) => {
    const presented = { accessPointId: point.id, ...what, ...definedOf({ side }) }
    return { what, decision: decide(indexed, presented, at, memory, posture) }
  })
  const [first = { what: {}, decision: decide(indexed, { accessPointId: point.id }, at, memory, posture) }, ...others] = tried
  const best = others.reduce((best, one) => (progressOf(one.decision) > progressOf(best.decision) ? one : best), first)
  return { ...best, sources, eventType: eventTypeOf(best, sources, candidates, at) }
}

/** How far a decision came: a grant furthest, and an unknown PIN as far as an unknown credential. */
const progressOf = ({ decision, trace }: Decision): number => {
  const last = trace.at(-1)
  if (decision === 'granted' || !last) return rulesInOrder.length
  return rulesInOrder.indexOf(last.rule === 'pin_known' ? 'credential_known' : last.rule)
}

/**
 * The event that the account would record. Of a card that the panel does not know it looks itself whose it is, as it does when a panel
 * reports one.
 */
const eventTypeOf = (
  { what, decision }: Pick<Decided, 'what' | 'decision'>,
  sources: DoorSources,
  { users, credentials }: Candidates,
  at: Instant,
): EventType => {
  const type = accessType(decision)
  if (type !== 'access.denied.unknown_credential' || what.encodedCredential === undefined) return type
  const possible = credentials.filter((one) => isLengthPossible('bits' in one ? one.bits : undefined, what.bits))
  const [credential] = possible
  if (!credential || possible.length > 1) return type
  const user = users.find(({ id }) => id === credential.userId)
  const isPermitted = sources.rules.some(
    (rule) =>
      isHere(rule, sources) &&
      (rule.subject.kind === 'group' ? user?.groupIds.includes(rule.subject.groupId) : user?.id === rule.subject.userId),
  )
  return ownedCard({ credential, ...(user ? { user } : {}), isPermitted }, at).type
}

const isHere = ({ target }: AccessRule, { point, doorSets }: DoorSources): boolean => {
  if (target.kind === 'site') return sitesOf(point).some(({ siteId }) => siteId === target.siteId)
  if (target.kind !== 'door_set') return target.accessPointId === point.id
  return doorSets.some(({ doorSetId, accessPointId }) => doorSetId === target.doorSetId && accessPointId === point.id)
}

export const presentedAs = ({ encodedCredential, pin }: What): PresentedAs => {
  if (encodedCredential !== undefined) return pin === undefined ? 'credential' : 'credential_and_pin'
  return pin === undefined ? 'nothing' : 'pin'
}

/** What the steps of decisions name, by kind. */
export const namedIn = (decided: readonly Decided[], what: NamedThing['what']): number[] => [
  ...new Set(
    decided
      .flatMap(({ decision }) => decision.trace.flatMap(({ detail = [] }) => detail))
      .flatMap((part) => (typeof part === 'object' && part.what === what ? part.id : [])),
  ),
]
