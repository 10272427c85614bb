import { z } from 'zod'
import { day, minute, second } from '../../../lib/clock.ts'
import { AccountId, AdministratorId } from '../../../lib/ids.ts'
import { type Permission, permissions } from '../principals/permission.ts'

/** How long a service token works: programs that run unattended hold it, and it can be revoked at any time. */
export const serviceTokenSeconds = (365 * day) / second

/**
 * A service token as it is kept: one for an administrator at most. The token itself is not kept. `clientId` is the application by
 * which it was created, and `permissions` the most that it may do.
 */
export const ServiceToken = z.object({
  uuid: z.uuid(),
  administratorId: AdministratorId,
  clientId: z.string(),
  permissions: z.array(z.enum(permissions)),
  createdAt: z.number(),
  expiresAt: z.number(),
})
export type ServiceToken = z.infer<typeof ServiceToken>

/** A request to sign a token is answered at once. */
export const tokenRequestLifetime = minute

/** What a service token is signed from; the signer adds who issued it and nothing else. */
export const TokenRequest = ServiceToken.extend({ accountId: AccountId, name: z.string() })
export type TokenRequest = z.infer<typeof TokenRequest>

/**
 * What no service token may do, whoever creates it: with these it could make another that outlives it, or decide who administers
 * the account.
 */
const ofPeopleOnly: readonly Permission[] = [
  'accounts:edit',
  'customers:edit',
  'administrators:edit',
  'applications:edit',
  'service-tokens:edit',
]

/** Everything that a service token may be allowed. */
export const serviceTokenPermissions = permissions.filter((permission) => !ofPeopleOnly.includes(permission))
