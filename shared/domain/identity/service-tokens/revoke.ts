import { err, ok, type Result } from '../../../lib/result.ts'
import type { NotFound } from '../../common-errors.ts'
import type { Deps } from '../../deps.ts'
import { auditEvent } from '../../record/events/audit.ts'
import type { AdministratorPrincipal } from '../principals/principal.ts'
import type { ServiceToken } from './entity.ts'
import { serviceTokenAsObject } from './issue.ts'

/** The caller's service token (API document, Service Token Retrieval). */
export const getServiceToken = async (
  deps: Pick<Deps, 'serviceTokens'>,
  { accountId, administratorId }: AdministratorPrincipal,
): Promise<Result<ServiceToken, NotFound<'service token'>>> => {
  const token = await deps.serviceTokens.get(accountId, administratorId)
  return token ? ok(token) : err({ kind: 'not_found', what: 'service token', id: administratorId })
}

/**
 * Takes the caller's service token back (API document, Revoke Service Token). It is refused as soon as every API has read the notice,
 * which takes seconds. Of two calls at once one finds none.
 */
export const revokeServiceToken = async (
  deps: Pick<Deps, 'serviceTokens' | 'now' | 'newUuid'>,
  principal: AdministratorPrincipal,
): Promise<Result<void, NotFound<'service token'>>> => {
  const found = await getServiceToken(deps, principal)
  if (!found.ok) return found
  const now = deps.now()
  const event = auditEvent({ now, uuid: deps.newUuid() }, principal, 'service_token.deleted', serviceTokenAsObject(principal))
  const removed = await deps.serviceTokens.remove(principal.accountId, found.value, now, event)
  return removed ? ok(undefined) : err({ kind: 'not_found', what: 'service token', id: principal.administratorId })
}
