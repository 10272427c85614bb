import type { UserId } from '../../../lib/ids.ts'
import { ok, type Result } from '../../../lib/result.ts'
import type { ChangedMeanwhile } from '../../common-errors.ts'
import type { Deps } from '../../deps.ts'
import type { Principal } from '../../identity/administrators/principal.ts'
import { auditEvent, propertyChanges } from '../../record/events/audit.ts'
import { eventCode } from '../../record/events/catalogue.ts'
import type { GroupNotFound } from '../groups/change.ts'
import { changeUser, type UserNotFound, type UserTaken, userAsObject } from './change.ts'
import type { User, UserPatch, UserUpdate } from './schema.ts'
import { type DatesReversed, secretUserProperties, userProperties, written } from './write.ts'

export type UpdateUserError = UserNotFound | UserTaken | DatesReversed | GroupNotFound | ChangedMeanwhile
type Needed = Pick<Deps, 'users' | 'now' | 'newId' | 'newUuid'>

/** Puts the whole of a user: optional fields that `update` leaves out are removed (API document, Update user). */
export const updateUser = (deps: Needed, principal: Principal, userId: UserId, update: UserUpdate) =>
  rewrite(deps, principal, userId, update, false)

/** Changes the fields that `patch` names; `null` clears one (API document, Patch user). */
export const patchUser = (deps: Needed, principal: Principal, userId: UserId, patch: UserPatch) =>
  rewrite(deps, principal, userId, patch, true)

const rewrite = (
  deps: Needed,
  principal: Principal,
  userId: UserId,
  given: UserUpdate | UserPatch,
  keep: boolean,
): Promise<Result<User, UpdateUserError>> =>
  changeUser<DatesReversed>(deps, principal, userId, (user, now) => {
    const next = written(user, given, { keep, pinId: deps.newId() })
    if (!next.ok) return next
    const changes = propertyChanges(user, next.value, userProperties, secretUserProperties)
    if (changes.length === 0) return undefined
    const stamp = { now, uuid: deps.newUuid() }
    const event = auditEvent(stamp, principal, eventCode.userUpdated, userAsObject(next.value), changes)
    return ok({ next: { ...next.value, updatedAt: now }, events: [event] })
  })
