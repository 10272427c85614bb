import { ok, type Result } from '../../../lib/result.ts'
import type { DenialReason } from './decision.ts'
import { isAsked, type Presenting, type Waiter } from './presenting.ts'
import type { PanelAccessPoint, PanelUser } from './rules.ts'
import { named, type Trace } from './trace.ts'

/** Whether a person passes this door only with somebody who is not escorted. */
export const isEscorted = ({ doorRules }: PanelAccessPoint, { groupIds }: PanelUser): boolean =>
  doorRules?.escort?.groupIds.some((id) => groupIds.includes(id)) ?? false

/** Another person who waits in one of these states. */
const other = ({ waiter, person }: Presenting, states: readonly Waiter['waiting']['state'][]): Waiter | undefined =>
  waiter && waiter.user.id !== person.user.id && states.includes(waiter.waiting.state) ? waiter : undefined

/**
 * Whether an escorted person has an escort: somebody who is not escorted and waits, or has just passed. Who is not escorted needs none, and
 * takes along an escorted person who waits. The answer is the person who waited and passes too, where there is one.
 */
export const checkEscort = (presenting: Presenting, trace: Trace): Result<PanelUser | undefined, DenialReason> => {
  const { point, person } = presenting
  if (!point.doorRules?.escort) return ok(undefined)
  if (!isEscorted(point, person.user)) {
    const waiting = other(presenting, ['ready'])?.user
    const escorted = waiting && isEscorted(point, waiting) ? waiting : undefined
    trace.pass('escort', [
      named('user', person.user.id),
      ' needs no escort',
      ...(escorted ? [', and escorts ', named('user', escorted.id)] : []),
    ])
    return ok(escorted)
  }
  const escort = other(presenting, ['ready', 'passed'])
  if (!escort || isEscorted(point, escort.user))
    return trace.deny('escort', 'escort_required', [
      named('user', person.user.id),
      ' passes only with an escort, and nobody is there',
    ])
  trace.pass('escort', [named('user', person.user.id), ' is escorted by ', named('user', escort.user.id)])
  return ok(escort.waiting.state === 'ready' ? escort.user : undefined)
}

/**
 * Whether the second person is there, where the door asks for two: somebody who waits. That not both are escorted follows from the check of
 * escorts, which comes first.
 */
export const checkTwoPeople = (presenting: Presenting, trace: Trace): Result<PanelUser | undefined, DenialReason> => {
  const { point, person } = presenting
  if (!isAsked(point.doorRules?.twoPerson, presenting, person.user.groupIds)) return ok(undefined)
  const first = other(presenting, ['ready'])
  if (!first)
    return trace.deny('second_person', 'second_person_required', [
      named('access point', point.id),
      ' asks for two people, and no other waits',
    ])
  trace.pass('second_person', [named('user', first.user.id), ' waits, and passes too'])
  return ok(first.user)
}
