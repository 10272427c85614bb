import type { UserId } from '../../../lib/ids.ts'
import { ok, type Result } from '../../../lib/result.ts'
import type { ChangedMeanwhile } from '../../common-errors.ts'
import type { Deps } from '../../deps.ts'
import type { Principal } from '../../identity/administrators/principal.ts'
import { auditEvent, propertyChanges } from '../../record/events/audit.ts'
import { eventCode } from '../../record/events/catalogue.ts'
import type { GroupNotFound } from '../groups/change.ts'
import { changeUser, type UserNotFound, type UserTaken, userAsObject } from './change.ts'
import type { User } from './schema.ts'

/** Suspends a user, who is then denied everywhere, or ends the suspension (API document, Toggle suspended status). */
export const setSuspended = (
  deps: Pick<Deps, 'users' | 'now' | 'newUuid'>,
  principal: Principal,
  userId: UserId,
  suspended: boolean,
): Promise<Result<User, UserNotFound | UserTaken | GroupNotFound | ChangedMeanwhile>> =>
  changeUser<never>(deps, principal, userId, (user, now) => {
    if (user.suspended === suspended) return undefined
    const code = suspended ? eventCode.userSuspended : eventCode.userReinstated
    const changes = propertyChanges(user, { suspended }, ['suspended'])
    const event = auditEvent({ now, uuid: deps.newUuid() }, principal, code, userAsObject(user), changes)
    return ok({ next: { ...user, suspended, updatedAt: now }, events: [event] })
  })
