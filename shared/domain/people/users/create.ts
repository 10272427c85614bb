import { UserId } from '../../../lib/ids.ts'
import { err, type Result } from '../../../lib/result.ts'
import type { ChangedMeanwhile, NotFound } from '../../common-errors.ts'
import type { Deps } from '../../deps.ts'
import type { Principal } from '../../identity/principals/principal.ts'
import { auditEvent, propertyChanges } from '../../record/events/audit.ts'
import { refusalOf, userAsObject } from './change.ts'
import type { CreateUser, User } from './entity.ts'
import type { DatesReversed, UserTaken } from './errors.ts'
import { applyUserChanges, secretUserProperties } from './write.ts'

/** Adds a user, who is in no group yet (API document, Create new user). */
export const createUser = async (
  deps: Pick<Deps, 'users' | 'now' | 'newId' | 'newUuid'>,
  principal: Principal,
  wanted: CreateUser,
): Promise<Result<User, UserTaken | DatesReversed | NotFound<'group'> | ChangedMeanwhile>> => {
  const now = deps.now()
  const blank: User = {
    id: UserId.parse(deps.newId()),
    version: 1,
    firstName: wanted.firstName,
    lastName: wanted.lastName,
    suspended: false,
    bleTwoFactorExempt: false,
    emails: [],
    phoneNumbers: [],
    groupIds: [],
    createdAt: now,
    updatedAt: now,
  }
  const user = applyUserChanges(blank, wanted, deps.newId())
  if (!user.ok) return user
  const changes = propertyChanges({}, user.value, ['firstName', 'lastName', 'externalId', 'pin'], secretUserProperties)
  const event = auditEvent({ now, uuid: deps.newUuid() }, principal, 'user.created', userAsObject(user.value), changes)
  const added = await deps.users.add(principal.accountId, user.value, event)
  if (added.ok) return user
  if (added.reason === 'taken' || added.reason === 'missing-group') return err(refusalOf(added, user.value))
  return err({ kind: 'changed_meanwhile', what: 'user' })
}
