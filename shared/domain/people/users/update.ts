import type { Instant } from '../../../lib/clock.ts'
import type { UserId } from '../../../lib/ids.ts'
import { ok, type Result } from '../../../lib/result.ts'
import type { ChangedMeanwhile, NotFound } from '../../common-errors.ts'
import type { Deps } from '../../deps.ts'
import type { Principal } from '../../identity/principals/principal.ts'
import { auditEvent, propertyChanges } from '../../record/events/audit.ts'
import type { Event, EventType } from '../../record/events/entity.ts'
import { changeUser, userAsObject } from './change.ts'
import type { User, UserChanges } from './entity.ts'
import type { DatesReversed, UserTaken } from './errors.ts'
import { applyUserChanges, secretUserProperties, userProperties } from './write.ts'

export type UpdateUserError = NotFound<'user' | 'group'> | UserTaken | DatesReversed | ChangedMeanwhile
type Needed = Pick<Deps, 'users' | 'now' | 'newId' | 'newUuid' | 'pause'>

/** Changes a user. One who becomes suspended is denied everywhere until the suspension ends. */
export const updateUser = (
  deps: Needed,
  principal: Principal,
  userId: UserId,
  changes: UserChanges,
): Promise<Result<User, UpdateUserError>> =>
  changeUser<DatesReversed>(deps, principal, userId, (user, now) => {
    const next = applyUserChanges(user, changes, deps.newId())
    if (!next.ok) return next
    const events = eventsOf(deps, principal, user, next.value, now)
    return events.length === 0 ? undefined : ok({ next: { ...next.value, updatedAt: now }, events })
  })

/** A suspension and its end have events of their own, which subscribers ask for; everything else is one update. */
const eventsOf = (deps: Pick<Deps, 'newUuid'>, principal: Principal, user: User, next: User, now: Instant): Event[] => {
  const suspension = propertyChanges(user, next, ['suspended'])
  const others = propertyChanges(user, next, userProperties, secretUserProperties)
  const event = (type: EventType, changed: typeof others) =>
    changed.length === 0 ? [] : [auditEvent({ now, uuid: deps.newUuid() }, principal, type, userAsObject(next), changed)]
  const updated = user.kind === 'VISITOR' ? 'visitor.updated' : 'user.updated'
  return [...event(updated, others), ...event(next.suspended ? 'user.suspended' : 'user.reinstated', suspension)]
}
