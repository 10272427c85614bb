import type { CredentialId } from '../../../lib/ids.ts'
import { err, ok, type Result } from '../../../lib/result.ts'
import type { NotFound } from '../../common-errors.ts'
import type { Deps } from '../../deps.ts'
import type { Principal } from '../../identity/principals/principal.ts'
import type { User } from '../users/entity.ts'
import type { CredentialUnassigned } from './errors.ts'

/** The user who has a credential (API document, Retrieve user by credential id). */
export const holderOf = async (
  deps: Pick<Deps, 'users' | 'credentials'>,
  { accountId }: Principal,
  credentialId: CredentialId,
): Promise<Result<User, NotFound<'credential'> | CredentialUnassigned>> => {
  const credential = await deps.credentials.get(accountId, credentialId)
  if (!credential) return err({ kind: 'not_found', what: 'credential', id: credentialId })
  const user = credential.userId === undefined ? undefined : await deps.users.get(accountId, credential.userId)
  return user ? ok(user) : err({ kind: 'credential_unassigned' })
}
