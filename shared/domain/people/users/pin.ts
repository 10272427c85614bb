import { definedOf } from '../../../lib/defined.ts'
import { CredentialId } from '../../../lib/ids.ts'
import type { Credential } from '../credentials/entity.ts'
import type { User } from './entity.ts'

/**
 * A user's PIN as the credential that it is, valid within the dates of the user (API document, Create new user); undefined when
 * the user has none. It is kept with its user, so that creating a person with a PIN stays one item, and shares the number
 * space of switch codes with the credentials.
 */
export const pinOf = (user: User): Credential | undefined => {
  const { pin, pinId, effectiveFrom, effectiveTo } = user
  if (pin === undefined || pinId === undefined) return undefined
  return {
    id: CredentialId.parse(pinId),
    version: user.version,
    kind: 'pin',
    encoded: pin,
    state: 'active',
    userId: user.id,
    ...definedOf({ effectiveFrom, effectiveTo }),
    createdAt: user.createdAt,
    updatedAt: user.updatedAt,
  }
}
