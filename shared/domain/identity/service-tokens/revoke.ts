import { AccountId, AdministratorId } from '../../../lib/ids.ts'
import { err, ok, type Result } from '../../../lib/result.ts'
import type { NotFound } from '../../common-errors.ts'
import type { Deps } from '../../deps.ts'
import { auditEvent, auditEventBy } from '../../record/events/audit.ts'
import type { TokenClaims } from '../oauth/claims.ts'
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

/** Ends a service token that was shown to the auth server itself, which the token's own application may do (RFC 7009). */
export const endServiceToken = async (
  deps: Pick<Deps, 'serviceTokens' | 'now' | 'newUuid'>,
  { account_id, sub, grant, name }: TokenClaims,
): Promise<void> => {
  const [accountId, administratorId] = [AccountId.parse(account_id), AdministratorId.parse(sub)]
  const token = await deps.serviceTokens.get(accountId, administratorId)
  if (token?.uuid !== grant) return
  const now = deps.now()
  const object = { id: administratorId, kind: 'administrator', name } as const
  const event = auditEventBy({ now, uuid: deps.newUuid() }, { kind: 'token', name }, 'service_token.deleted', object)
  await deps.serviceTokens.remove(accountId, token, now, event)
}
