import type { AccountId, AdministratorId } from '../../../lib/ids.ts'
import type { Deps } from '../../deps.ts'
import { isOpen } from '../../places/accounts/entity.ts'
import { type AdministratorAuthority, readAuthority } from '../administrators/authority.ts'
import type { Grant } from '../principals/permission.ts'
import { accountSubject, clientSubject } from '../revocations/entity.ts'
import type { ServiceToken } from './entity.ts'

/** Whose a service token is, and what it may do now. */
export type ServiceTokenAuthority = { administrator: AdministratorAuthority; grants: readonly Grant[] }

/** What a service token says of itself. */
export type PresentedServiceToken = { accountId: AccountId; administratorId: AdministratorId; clientId: string; uuid: string }

/**
 * Reads what a service token stands on: that it is kept, its account, application and administrator. `authority` is undefined when
 * one of them is gone or the account is closed. With the subjects of the notices that make this out of date.
 */
export const readServiceToken = async (
  deps: Pick<Deps, 'accounts' | 'serviceTokens' | 'applications' | 'administrators' | 'roles'>,
  { accountId, administratorId, clientId, uuid }: PresentedServiceToken,
): Promise<{ authority: ServiceTokenAuthority | undefined; subjects: readonly string[] }> => {
  const [account, token, application, { authority, subjects }] = await Promise.all([
    deps.accounts.get(accountId),
    deps.serviceTokens.get(accountId, administratorId),
    deps.applications.findByClientId(clientId),
    readAuthority(deps, accountId, administratorId),
  ])
  const stands = isOpen(account) && token?.uuid === uuid && application && authority
  return {
    authority: stands ? { administrator: authority, grants: grantsOfServiceToken(token, authority.grants) } : undefined,
    subjects: [uuid, clientSubject(clientId), accountSubject(accountId), ...subjects],
  }
}

/** What a service token may do: what it was created for, as far as its administrator may do that now, and where they may. */
const grantsOfServiceToken = ({ permissions }: ServiceToken, ofAdministrator: readonly Grant[]): readonly Grant[] =>
  ofAdministrator.filter(({ permission }) => permission !== 'none' && permissions.includes(permission))
