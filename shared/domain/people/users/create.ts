import type { Instant } from '../../../lib/clock.ts'
import { UserId } from '../../../lib/ids.ts'
import { err, ok, type Result } from '../../../lib/result.ts'
import type { Deps } from '../../deps.ts'
import { limitsOf } from '../../identity/principals/limits.ts'
import type { Principal } from '../../identity/principals/principal.ts'
import { auditEvent, propertyChanges } from '../../record/events/audit.ts'
import type { EventType, PropertyChange } from '../../record/events/entity.ts'
import type { JobRow } from '../batch-jobs/entity.ts'
import type { FieldValueChange } from '../custom-fields/entity.ts'
import { changedValues, resolveChanges, valueChanges } from '../custom-fields/values.ts'
import { isRefusal, refusalOf, userAsObject } from './change.ts'
import type { CreateUser, User } from './entity.ts'
import type { CreateUserError, FieldsRefused } from './errors.ts'
import { shortPin } from './pin-length.ts'
import { applyUserChanges, newPerson, secretUserProperties, withFieldValues } from './write.ts'

type Needed = Pick<Deps, 'accounts' | 'users' | 'now' | 'newId' | 'newUuid'>

/**
 * Adds a user, who is in no group yet (API document, Create new user), with the `values` of custom fields. For a `row` of a job, the user
 * becomes its outcome in the same transaction: when the row is done already or its job is over, no user is added.
 */
export const createUser = async (
  deps: Needed & Pick<Deps, 'customFields'>,
  principal: Principal,
  wanted: CreateUser,
  values: readonly FieldValueChange[] = [],
  row?: JobRow,
): Promise<Result<User, CreateUserError | FieldsRefused>> => {
  const changed = await resolveChanges(deps, principal.accountId, values)
  if (!changed.ok) return changed
  const now = deps.now()
  const user: User = { ...newPerson(UserId.parse(deps.newId()), wanted, now), kind: 'USER' }
  const blank = withFieldValues(user, changedValues(undefined, changed.value))
  const changes = valueChanges(undefined, changed.value)
  return addPerson(deps, principal, { blank, wanted, type: 'user.created', now, changes, row })
}

/** A person to add: who it is, what else was asked for, and the event of it with the changes that only its kind has. */
type NewPerson<Person extends User> = {
  blank: Person
  wanted: CreateUser
  type: EventType
  now: Instant
  changes?: PropertyChange[]
  row?: JobRow | undefined
}

/** Adds a person of either kind with its audit event. */
export const addPerson = async <Person extends User>(
  deps: Needed,
  principal: Principal,
  { blank, wanted, type, now, changes = [], row }: NewPerson<Person>,
): Promise<Result<Person, CreateUserError>> => {
  const short = await shortPin(deps, principal.accountId, wanted.pin)
  if (short) return err(short)
  const applied = applyUserChanges(blank, wanted, deps.newId())
  if (!applied.ok) return applied
  const person = { ...applied.value, ...enrolled(principal) }
  const own = propertyChanges({}, person, ['firstName', 'lastName', 'externalId', 'pin'], secretUserProperties)
  const event = auditEvent({ now, uuid: deps.newUuid() }, principal, type, userAsObject(person), [...own, ...changes])
  const added = await deps.users.add(principal.accountId, person, event, row)
  if (added.ok) return ok(person)
  if (isRefusal(added)) return err(refusalOf(added, person))
  return err({ kind: 'changed_meanwhile', what: added.reason === 'missing-field' ? 'custom field' : 'user' })
}

/** Who is limited to some groups has to see whom they add before that person is in one. */
const enrolled = (principal: Principal): Pick<User, 'enrolledBy'> => {
  const limits = limitsOf(principal)
  return limits && limits.scope.groups !== 'all' ? { enrolledBy: limits.administratorId } : {}
}
