import type { CredentialId, UserId } from '../../../lib/ids.ts'
import { err, ok, type Result } from '../../../lib/result.ts'
import { raced } from '../../../lib/retry.ts'
import { untilFirst } from '../../change.ts'
import type { ChangedMeanwhile, NotFound } from '../../common-errors.ts'
import type { Deps } from '../../deps.ts'
import type { Principal } from '../../identity/principals/principal.ts'
import { auditEvent, propertyChanges } from '../../record/events/audit.ts'
import { updateUser } from '../users/update.ts'
import { credentialAsObject } from './as-object.ts'
import type { CredentialOfAnother } from './errors.ts'

/**
 * Takes a credential from a user (API document, Remove Credential from User); what nobody has stays so. The PIN, which stands
 * among the user's credentials under an id of its own, is cleared.
 */
export const revokeCredential = async (
  deps: Pick<Deps, 'accounts' | 'users' | 'credentials' | 'now' | 'newId' | 'newUuid' | 'pause'>,
  principal: Principal,
  { userId, credentialId }: { userId: UserId; credentialId: CredentialId },
): Promise<Result<void, NotFound<'user' | 'credential'> | CredentialOfAnother | ChangedMeanwhile>> => {
  const { accountId } = principal
  return untilFirst(deps, 'credential', async () => {
    const [user, credential] = await Promise.all([
      deps.users.get(accountId, userId),
      deps.credentials.get(accountId, credentialId),
    ])
    if (!user) return err({ kind: 'not_found', what: 'user', id: userId })
    if (user.pinId === credentialId) {
      const cleared = await updateUser(deps, principal, userId, { pin: null })
      return cleared.ok ? ok(undefined) : err({ kind: 'changed_meanwhile', what: 'user' })
    }
    if (!credential) return err({ kind: 'not_found', what: 'credential', id: credentialId })
    if (credential.userId === undefined) return ok(undefined)
    if (credential.userId !== userId) return err({ kind: 'credential_of_another' })
    const now = deps.now()
    const changes = propertyChanges(credential, {}, ['userId', 'effectiveFrom', 'effectiveTo'])
    const stamp = { now, uuid: deps.newUuid() }
    const event = auditEvent(stamp, principal, 'credential.revoked', credentialAsObject(credential), changes)
    return (await deps.credentials.release(accountId, [credential], now, event)).ok ? ok(undefined) : raced
  })
}
