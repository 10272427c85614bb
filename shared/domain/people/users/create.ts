import { UserId } from '../../../lib/ids.ts'
import { err, type Result } from '../../../lib/result.ts'
import type { ChangedMeanwhile } from '../../common-errors.ts'
import type { Deps } from '../../deps.ts'
import type { Principal } from '../../identity/administrators/principal.ts'
import { auditEvent, propertyChanges } from '../../record/events/audit.ts'
import { eventCode } from '../../record/events/catalogue.ts'
import type { GroupNotFound } from '../groups/change.ts'
import { refusalOf, type UserTaken, userAsObject } from './change.ts'
import type { User, UserInput } from './schema.ts'
import { type DatesReversed, secretUserProperties, written } from './write.ts'

/** Adds a user, who is in no group yet (API document, Create new user). */
export const createUser = async (
  deps: Pick<Deps, 'users' | 'now' | 'newId' | 'newUuid'>,
  principal: Principal,
  input: UserInput,
): Promise<Result<User, UserTaken | DatesReversed | GroupNotFound | ChangedMeanwhile>> => {
  const now = deps.now()
  const blank: User = {
    id: UserId.parse(deps.newId()),
    version: 1,
    firstName: input.firstName,
    lastName: input.lastName,
    suspended: input.suspended ?? false,
    bleTwoFactorExempt: false,
    emails: [],
    phoneNumbers: [],
    groupIds: [],
    createdAt: now,
    updatedAt: now,
  }
  const user = written(blank, input, { keep: false, pinId: deps.newId() })
  if (!user.ok) return user
  const changes = propertyChanges({}, user.value, ['firstName', 'lastName', 'externalId', 'pin'], secretUserProperties)
  const event = auditEvent({ now, uuid: deps.newUuid() }, principal, eventCode.userCreated, userAsObject(user.value), changes)
  const added = await deps.users.add(principal.accountId, user.value, event)
  if (added.ok) return user
  if (added.reason === 'taken' || added.reason === 'missing-group') return err(refusalOf(added, user.value))
  return err({ kind: 'changed_meanwhile', what: 'user' })
}
