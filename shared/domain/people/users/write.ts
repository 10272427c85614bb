import { definedOf } from '../../../lib/defined.ts'
import { err, ok, type Result } from '../../../lib/result.ts'
import type { User, UserInput, UserPatch, UserUpdate } from './schema.ts'

/** The dates of a user that were asked for end before they begin. */
export type DatesReversed = { kind: 'dates_reversed' }

/** The properties of a user that an audit event tells of; the digits of a PIN never stand in one. */
export const userProperties = [
  'firstName',
  'middleName',
  'lastName',
  'externalId',
  'pin',
  'effectiveFrom',
  'effectiveTo',
  'suspended',
  'bleTwoFactorExempt',
  'emails',
  'phoneNumbers',
] as const
export const secretUserProperties = ['pin'] as const

/**
 * A user with what a request says of it. `keep` tells what becomes of fields that the request leaves out: a patch keeps them
 * (API document, Patch user), a whole update removes them (Update user). A new PIN gets the id `pinId`.
 */
export const written = (
  user: User,
  given: UserInput | UserUpdate | UserPatch,
  { keep, pinId }: { keep: boolean; pinId: number },
): Result<User, DatesReversed> => {
  const field = <K extends 'middleName' | 'externalId' | 'pin' | 'effectiveFrom' | 'effectiveTo'>(
    name: K,
  ): User[K] | undefined =>
    // A field of the request that has a value has the type that the user has for it.
    given[name] === undefined && keep ? user[name] : ((given[name] ?? undefined) as User[K] | undefined)
  const pin = field('pin')
  const next: User = {
    id: user.id,
    version: user.version,
    firstName: given.firstName ?? user.firstName,
    lastName: given.lastName ?? user.lastName,
    suspended: user.suspended,
    bleTwoFactorExempt: given.bleTwoFactorExempt ?? (keep && user.bleTwoFactorExempt),
    emails: given.emails ?? (keep && given.emails === undefined ? user.emails : []),
    phoneNumbers: given.phoneNumbers ?? (keep && given.phoneNumbers === undefined ? user.phoneNumbers : []),
    groupIds: user.groupIds,
    createdAt: user.createdAt,
    updatedAt: user.updatedAt,
    ...definedOf({
      middleName: field('middleName'),
      externalId: field('externalId'),
      pin,
      pinId: pin === undefined ? undefined : pin === user.pin ? user.pinId : pinId,
      effectiveFrom: field('effectiveFrom'),
      effectiveTo: field('effectiveTo'),
    }),
  }
  const { effectiveFrom, effectiveTo } = next
  const reversed = effectiveFrom !== undefined && effectiveTo !== undefined && effectiveTo < effectiveFrom
  return reversed ? err({ kind: 'dates_reversed' }) : ok(next)
}
