import type { Instant } from '../../../lib/clock.ts'
import { afterChange, definedOf } from '../../../lib/defined.ts'
import type { UserId } from '../../../lib/ids.ts'
import { err, ok, type Result } from '../../../lib/result.ts'
import type { FieldValues } from '../custom-fields/entity.ts'
import type { Visit } from '../visitors/entity.ts'
import type { User, UserChanges } from './entity.ts'
import type { DatesReversed } from './errors.ts'

/** The properties of a user that an audit event compares; the digits of a PIN never stand in one. */
export const userProperties = [
  'firstName',
  'middleName',
  'lastName',
  'externalId',
  'pin',
  'effectiveFrom',
  'effectiveTo',
  'bleTwoFactorExempt',
  'emails',
  'phoneNumbers',
] as const
export const secretUserProperties = ['pin'] as const

/** A person who has nothing yet but an id and a name. */
export const newPerson = (id: UserId, { firstName, lastName }: Pick<User, 'firstName' | 'lastName'>, now: Instant) => ({
  id,
  version: 1,
  firstName,
  lastName,
  suspended: false,
  bleTwoFactorExempt: false,
  emails: [],
  phoneNumbers: [],
  groupIds: [],
  createdAt: now,
  updatedAt: now,
})

/**
 * From when until when a person may pass, after these changes; of a visitor they are those of the visit too, which bounds everything
 * that the visitor has. A visit always has both, so a date that is taken away stays; one that was stopped never goes on, and keeps its own.
 */
const datesAfter = (user: User, { effectiveFrom, effectiveTo }: UserChanges) => {
  const { effectiveFrom: from, effectiveTo: to } = user
  if (user.kind === 'USER')
    return { effectiveFrom: afterChange(from, effectiveFrom), effectiveTo: afterChange(to, effectiveTo), visit: undefined }
  const { visit } = user
  const isUntouched = effectiveFrom === undefined && effectiveTo === undefined
  if (isUntouched || visit.stopped) return { effectiveFrom: from, effectiveTo: to, visit }
  const startsAt = effectiveFrom ?? from ?? visit.startsAt
  const endsAt = effectiveTo ?? to ?? visit.endsAt
  return { effectiveFrom: startsAt, effectiveTo: endsAt, visit: { startsAt, endsAt } }
}

/** A user with the changes that were asked for. A new PIN gets the id `pinId`. */
export const applyUserChanges = <Person extends User>(
  user: Person,
  changes: UserChanges,
  pinId: number,
): Result<Person, DatesReversed> => {
  const pin = afterChange(user.pin, changes.pin)
  const { effectiveFrom, effectiveTo, visit } = datesAfter(user, changes)
  if (effectiveFrom !== undefined && effectiveTo !== undefined && effectiveTo < effectiveFrom) {
    return err({ kind: 'dates_reversed' })
  }
  const next: User = {
    ...kept(user, visit),
    firstName: changes.firstName ?? user.firstName,
    lastName: changes.lastName ?? user.lastName,
    suspended: changes.suspended ?? user.suspended,
    bleTwoFactorExempt: changes.bleTwoFactorExempt ?? user.bleTwoFactorExempt,
    emails: changes.emails ?? user.emails,
    phoneNumbers: changes.phoneNumbers ?? user.phoneNumbers,
    ...definedOf({
      middleName: afterChange(user.middleName, changes.middleName),
      externalId: afterChange(user.externalId, changes.externalId),
      pin,
      pinId: pin === undefined ? undefined : pin === user.pin ? user.pinId : pinId,
      effectiveFrom,
      effectiveTo,
    }),
  }
  // It differs in what `changes` may name only, so it is of the same kind.
  return ok(next as Person)
}

/** A user with these values of custom fields in place of those it had. */
export const withFieldValues = <Person extends User>(
  { customFields: _, ...user }: Person,
  customFields: FieldValues | undefined,
): Person =>
  // It differs in the values only, so it is of the same kind.
  ({ ...user, ...(customFields === undefined ? {} : { customFields }) }) as Person

/**
 * What these changes do not touch: what it is, its memberships, what is known of its visit, its photo, and the values of custom
 * fields. `visit` is when the visit is.
 */
const kept = (user: User, visit: Visit | undefined) => {
  const { id, version, groupIds, createdAt, updatedAt } = user
  const { companyId, enrolledBy, customFields, photo } = user
  const others = definedOf({ companyId, enrolledBy, customFields, photo })
  const common = { id, version, groupIds, createdAt, updatedAt, ...others }
  return user.kind === 'USER'
    ? { ...common, kind: user.kind }
    : { ...common, kind: user.kind, visit: visit ?? user.visit, visitDetails: user.visitDetails }
}
