import { second } from '../../../lib/clock.ts'
import { err, ok, type Result } from '../../../lib/result.ts'
import { base64url, sha256 } from '../../../lib/secrets.ts'
import type { Deps } from '../../deps.ts'
import { auditEvent } from '../../record/events/audit.ts'
import type { AdministratorPrincipal } from '../principals/principal.ts'
import { type ServiceToken, serviceTokenPermissions, serviceTokenSeconds } from './entity.ts'
import type { ServiceTokenIssued } from './errors.ts'

/** What signs service tokens: gives the token that the stored request with this secret asks for. Throws when it cannot. */
export type SignServiceToken = (requestSecret: string) => Promise<string>

/** A new service token. `value` is shown this once. */
export type IssuedServiceToken = { token: ServiceToken; value: string }

/** What an audit event of a service token is about: the administrator who has it. */
export const serviceTokenAsObject = ({ administratorId, name }: AdministratorPrincipal) =>
  ({ id: administratorId, kind: 'administrator', name }) as const

/**
 * Gives the caller a service token (API document, Create Service Token), which may do what the caller may, except what is for people
 * only. It is signed before it is stored: a token that is not stored opens nothing.
 */
export const issueServiceToken = async (
  deps: Pick<Deps, 'serviceTokens' | 'now' | 'newUuid' | 'randomBytes'> & { signServiceToken: SignServiceToken },
  principal: AdministratorPrincipal,
): Promise<Result<IssuedServiceToken, ServiceTokenIssued>> => {
  const { accountId, administratorId, clientId, name, grants } = principal
  if (await deps.serviceTokens.get(accountId, administratorId)) return err({ kind: 'service_token_issued' })
  const now = deps.now()
  const held = new Set(grants.map(({ permission }) => permission))
  const token: ServiceToken = {
    uuid: deps.newUuid(),
    administratorId,
    clientId,
    permissions: serviceTokenPermissions.filter((permission) => held.has(permission)),
    createdAt: now,
    expiresAt: now + serviceTokenSeconds * second,
  }
  const secret = base64url(deps.randomBytes(32))
  await deps.serviceTokens.addRequest(sha256(secret), { ...token, accountId, name }, now)
  const value = await deps.signServiceToken(secret)
  const event = auditEvent({ now, uuid: deps.newUuid() }, principal, 'service_token.created', serviceTokenAsObject(principal))
  const added = await deps.serviceTokens.add(accountId, token, event)
  return added ? ok({ token, value }) : err({ kind: 'service_token_issued' })
}
