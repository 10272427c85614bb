import type { ApiKeyId, ApplicationId } from '../../../lib/ids.ts'
import { err, ok, type Result } from '../../../lib/result.ts'
import type { NotFound } from '../../common-errors.ts'
import type { Deps } from '../../deps.ts'
import { auditEvent } from '../../record/events/audit.ts'
import type { Principal } from '../principals/principal.ts'
import { apiKeyAsObject } from './create.ts'
import { getApiKey } from './list.ts'

/** Deletes a key of an application of the account. It is refused as soon as every API has read the notice, which takes seconds. */
export const revokeApiKey = async (
  deps: Pick<Deps, 'applications' | 'now' | 'newUuid'>,
  principal: Principal,
  applicationId: ApplicationId,
  id: ApiKeyId,
): Promise<Result<void, NotFound<'application' | 'api key'>>> => {
  const found = await getApiKey(deps, principal, applicationId, id)
  if (!found.ok) return found
  const now = deps.now()
  const event = auditEvent({ now, uuid: deps.newUuid() }, principal, 'api_key.deleted', apiKeyAsObject(found.value))
  const removed = await deps.applications.removeApiKey(principal.accountId, found.value, now, event)
  return removed ? ok(undefined) : err({ kind: 'not_found', what: 'api key', id })
}
