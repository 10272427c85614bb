import type { CredentialId } from '../../../lib/ids.ts'
import { err, ok, type Result } from '../../../lib/result.ts'
import { raced } from '../../../lib/retry.ts'
import { untilFirst } from '../../change.ts'
import type { ChangedMeanwhile, NotFound } from '../../common-errors.ts'
import type { Deps } from '../../deps.ts'
import type { Principal } from '../../identity/principals/principal.ts'
import { auditEvent, propertyChanges } from '../../record/events/audit.ts'
import { credentialAsObject } from './as-object.ts'
import type { Credential } from './entity.ts'

/**
 * Deletes a credential, whoever has it; its bits may be used again (API document, Delete Credential). One that is not `meant` is not
 * found.
 */
export const removeCredential = async (
  deps: Pick<Deps, 'credentials' | 'now' | 'newUuid' | 'pause'>,
  principal: Principal,
  credentialId: CredentialId,
  meant: (credential: Credential) => boolean = () => true,
): Promise<Result<void, NotFound<'credential'> | ChangedMeanwhile>> => {
  return untilFirst(deps, 'credential', async () => {
    const credential = await deps.credentials.get(principal.accountId, credentialId)
    if (!credential || !meant(credential)) return err({ kind: 'not_found', what: 'credential', id: credentialId })
    const changes = propertyChanges(credential, {}, ['userId'])
    const stamp = { now: deps.now(), uuid: deps.newUuid() }
    const event = auditEvent(stamp, principal, 'credential.deleted', credentialAsObject(credential), changes)
    return (await deps.credentials.remove(principal.accountId, credential, event)).ok ? ok(undefined) : raced
  })
}
