import type { AccountId, AdministratorId, ApiKeyId } from '../../../lib/ids.ts'

// Apart from the schemas beside it: the first request of an API reads notices, and has no use for what grants are made of.

/**
 * A notice that access tokens which have not expired no longer say what is true. `subject` is a grant that ended, or an
 * administrator or a role that changed; `version` tells its changes apart.
 */
export type Revocation = { subject: string; version: number; revokedAt: number }

/** The subject of the notice that an application was deleted: no token of it is good any more. */
export const clientSubject = (clientId: string): string => `client ${clientId}`

/** The subject of notices that an account was closed or opened again. */
export const accountSubject = (accountId: AccountId): string => `account ${accountId}`

/** The subject of the notice that an api key was revoked. */
export const apiKeySubject = (id: ApiKeyId): string => `api-key ${id}`

/** The subject of notices about an administrator. */
export const administratorSubject = (accountId: AccountId, administratorId: AdministratorId): string =>
  `administrator ${accountId} ${administratorId}`
