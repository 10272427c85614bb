import type { Instant } from '../../../lib/clock.ts'
import type { UserId } from '../../../lib/ids.ts'
import { err, ok, type Result } from '../../../lib/result.ts'
import type { ChangedMeanwhile, NotFound } from '../../common-errors.ts'
import type { Deps } from '../../deps.ts'
import type { Principal } from '../../identity/principals/principal.ts'
import { auditEvent, propertyChanges } from '../../record/events/audit.ts'
import type { Event, EventType, PropertyChange } from '../../record/events/entity.ts'
import type { FieldValueChange } from '../custom-fields/entity.ts'
import { changedValues, type ReadChange, resolveChanges, valueChanges } from '../custom-fields/values.ts'
import { visitChanges } from '../visitors/change.ts'
import { changeUser, userAsObject } from './change.ts'
import type { User, UserChanges } from './entity.ts'
import type { DatesReversed, FieldsRefused, PinTooShort, UserTaken } from './errors.ts'
import { shortPin } from './pin-length.ts'
import { applyUserChanges, secretUserProperties, userProperties, withFieldValues } from './write.ts'

export type UpdateUserError = NotFound<'user' | 'group'> | UserTaken | PinTooShort | DatesReversed | ChangedMeanwhile
type Needed = Pick<Deps, 'accounts' | 'users' | 'now' | 'newId' | 'newUuid' | 'pause'>

/** Changes a user. One who becomes suspended is denied everywhere until the suspension ends. */
export const updateUser = (
  deps: Needed,
  principal: Principal,
  userId: UserId,
  changes: UserChanges,
): Promise<Result<User, UpdateUserError>> => changeWith(deps, principal, userId, changes, [])

/** Changes a user and values of its custom fields; fields that `values` does not name keep theirs. */
export const updateUserWithFields = async (
  deps: Needed & Pick<Deps, 'customFields'>,
  principal: Principal,
  userId: UserId,
  { changes, values }: { changes: UserChanges; values: readonly FieldValueChange[] },
): Promise<Result<User, UpdateUserError | FieldsRefused>> => {
  const resolved = await resolveChanges(deps, principal.accountId, values)
  return resolved.ok ? changeWith(deps, principal, userId, changes, resolved.value) : resolved
}

const changeWith = async (
  deps: Needed,
  principal: Principal,
  userId: UserId,
  changes: UserChanges,
  values: readonly ReadChange[],
) => {
  const short = await shortPin(deps, principal.accountId, changes.pin)
  return changeUser<DatesReversed | PinTooShort>(deps, principal, userId, (user, now) => {
    if (short && changes.pin !== user.pin) return err(short)
    const applied = applyUserChanges(user, changes, deps.newId())
    if (!applied.ok) return applied
    const next = withFieldValues(applied.value, changedValues(user.customFields, values))
    const events = eventsOf(deps, principal, user, next, { now, values: valueChanges(user.customFields, values) })
    return events.length === 0 ? undefined : ok({ next: { ...next, updatedAt: now }, events })
  })
}

/** A suspension and its end have events of their own, which subscribers ask for; everything else is one update. */
const eventsOf = (
  deps: Pick<Deps, 'newUuid'>,
  principal: Principal,
  user: User,
  next: User,
  { now, values }: { now: Instant; values: readonly PropertyChange[] },
): Event[] => {
  const suspension = propertyChanges(user, next, ['suspended'])
  const ofVisit = user.kind === 'VISITOR' && next.kind === 'VISITOR' ? visitChanges(user, next) : []
  const others = [...propertyChanges(user, next, userProperties, secretUserProperties), ...ofVisit, ...values]
  const event = (type: EventType, changed: typeof others) =>
    changed.length === 0 ? [] : [auditEvent({ now, uuid: deps.newUuid() }, principal, type, userAsObject(next), changed)]
  const updated = user.kind === 'VISITOR' ? 'visitor.updated' : 'user.updated'
  return [...event(updated, others), ...event(next.suspended ? 'user.suspended' : 'user.reinstated', suspension)]
}
