import type { Instant } from '../../../lib/clock.ts'
import type { UserId } from '../../../lib/ids.ts'
import { err, ok, type Result } from '../../../lib/result.ts'
import type { ChangedMeanwhile, NotFound } from '../../common-errors.ts'
import type { Deps } from '../../deps.ts'
import type { Principal } from '../../identity/principals/principal.ts'
import { auditEvent, propertyChanges } from '../../record/events/audit.ts'
import type { Event, EventType } from '../../record/events/entity.ts'
import { changeUser, userAsObject } from '../users/change.ts'
import type { Visitor } from '../users/entity.ts'

export type ChangeVisitorDeps = Pick<Deps, 'users' | 'now' | 'newUuid' | 'pause'>

/**
 * Changes the visit of a visitor as `decide` says of the visitor as it is now, with an audit event of `type`; nothing is written
 * when it says `undefined`. A user is no visitor, and not found here.
 */
export const changeVisitor = async <E>(
  deps: ChangeVisitorDeps,
  principal: Principal,
  visitorId: UserId,
  type: EventType,
  decide: (visitor: Visitor, now: Instant) => Result<Visitor, E> | undefined,
): Promise<Result<Visitor, E | NotFound<'visitor'> | ChangedMeanwhile>> => {
  const notFound: NotFound<'visitor'> = { kind: 'not_found', what: 'visitor', id: visitorId }
  const changed = await changeUser<{ refused: E | NotFound<'visitor'> }>(deps, principal, visitorId, (person, now) => {
    if (person.kind !== 'VISITOR') return err({ refused: notFound })
    const decided = decide(person, now)
    if (!decided) return undefined
    if (!decided.ok) return err({ refused: decided.error })
    const next = { ...decided.value, updatedAt: now }
    return ok({ next, events: [visitEvent(deps, principal, type, person, next, now)] })
  })
  if (changed.ok) return changed.value.kind === 'VISITOR' ? ok(changed.value) : err(notFound)
  if ('refused' in changed.error) return err(changed.error.refused)
  const { kind } = changed.error
  // Names, PIN and groups stay as they are, so nothing of those is refused.
  return err(kind === 'not_found' ? notFound : { kind: 'changed_meanwhile', what: 'user' })
}

const visitEvent = (
  deps: Pick<Deps, 'newUuid'>,
  principal: Principal,
  type: EventType,
  before: Visitor,
  next: Visitor,
  now: Instant,
): Event => auditEvent({ now, uuid: deps.newUuid() }, principal, type, userAsObject(next), visitChanges(before, next))

/** What differs between two states of a visit, in the words of an audit event. */
export const visitChanges = (before: Pick<Visitor, 'visit' | 'visitDetails'> | undefined, next: Visitor) =>
  propertyChanges(before ? flat(before) : {}, flat(next), visitProperties)

const flat = ({ visit, visitDetails }: Pick<Visitor, 'visit' | 'visitDetails'>) => ({ ...visit, ...visitDetails })
const visitProperties = ['startsAt', 'endsAt', 'hostId', 'purpose', 'companyName', 'arrivedAt'] as const
