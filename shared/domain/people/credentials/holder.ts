import type { CredentialId } from '../../../lib/ids.ts'
import { err, ok, type Result } from '../../../lib/result.ts'
import type { Deps } from '../../deps.ts'
import type { Principal } from '../../identity/administrators/principal.ts'
import type { User } from '../users/entity.ts'
import type { CredentialNotFound } from './remove.ts'

/** Nobody has the credential. */
export type CredentialUnassigned = { kind: 'credential_unassigned' }

/** The user who has a credential (API document, Retrieve user by credential id). */
export const holderOf = async (
  deps: Pick<Deps, 'users' | 'credentials'>,
  { accountId }: Principal,
  credentialId: CredentialId,
): Promise<Result<User, CredentialNotFound | CredentialUnassigned>> => {
  const credential = await deps.credentials.get(accountId, credentialId)
  if (!credential) return err({ kind: 'credential_not_found', credentialId })
  const user = credential.userId === undefined ? undefined : await deps.users.get(accountId, credential.userId)
  return user ? ok(user) : err({ kind: 'credential_unassigned' })
}
