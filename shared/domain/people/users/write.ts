import { definedOf } from '../../../lib/defined.ts'
import { err, ok, type Result } from '../../../lib/result.ts'
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

/** A user with the changes that were asked for. A new PIN gets the id `pinId`. */
export const applyUserChanges = (user: User, changes: UserChanges, pinId: number): Result<User, DatesReversed> => {
  const cleared = <T>(before: T | undefined, wanted: T | null | undefined): T | undefined =>
    wanted === undefined ? before : (wanted ?? undefined)
  const pin = cleared(user.pin, changes.pin)
  const effectiveFrom = cleared(user.effectiveFrom, changes.effectiveFrom)
  const effectiveTo = cleared(user.effectiveTo, changes.effectiveTo)
  if (effectiveFrom !== undefined && effectiveTo !== undefined && effectiveTo < effectiveFrom) {
    return err({ kind: 'dates_reversed' })
  }
  return ok({
    id: user.id,
    version: user.version,
    firstName: changes.firstName ?? user.firstName,
    lastName: changes.lastName ?? user.lastName,
    suspended: changes.suspended ?? user.suspended,
    bleTwoFactorExempt: changes.bleTwoFactorExempt ?? user.bleTwoFactorExempt,
    emails: changes.emails ?? user.emails,
    phoneNumbers: changes.phoneNumbers ?? user.phoneNumbers,
    groupIds: user.groupIds,
    createdAt: user.createdAt,
    updatedAt: user.updatedAt,
    ...definedOf({
      middleName: cleared(user.middleName, changes.middleName),
      externalId: cleared(user.externalId, changes.externalId),
      pin,
      pinId: pin === undefined ? undefined : pin === user.pin ? user.pinId : pinId,
      effectiveFrom,
      effectiveTo,
    }),
  })
}
