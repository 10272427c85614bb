import type { AdministratorAuthority } from '../domain/identity/administrators/authority.ts'
import { mayActAt } from '../domain/identity/administrators/may-act.ts'
import type { AdministratorClaims, TokenClaims } from '../domain/identity/oauth/claims.ts'
import type { AdministratorPrincipal, Principal, TokenPrincipal } from '../domain/identity/principals/principal.ts'
import { accountSubject, administratorSubject } from '../domain/identity/revocations/entity.ts'
import type { PresentedServiceToken, ServiceTokenAuthority } from '../domain/identity/service-tokens/authority.ts'
import type { Clock } from '../lib/clock.ts'
import { AccountId, AdministratorId } from '../lib/ids.ts'
import { keptReads, type Noticed } from './kept-reads.ts'
import type { Revocations } from './revocations.ts'

/** Reads what an administrator may do now. */
export type ReadAuthority = (accountId: AccountId, administratorId: AdministratorId) => Promise<Noticed<AdministratorAuthority>>

/** Reads whether an account is open. */
export type ReadAccount = (accountId: AccountId) => Promise<Noticed<true>>

/** Reads what a service token stands on now. */
export type ReadServiceToken = (presented: PresentedServiceToken) => Promise<Noticed<ServiceTokenAuthority>>

/**
 * Says who an administrator's token acts for. What the token says is enough unless a notice is about the administrator: then the
 * table is read.
 */
export const administratorAuthorities = (read: ReadAuthority, revocations: Revocations, now: Clock) => {
  const current = keptReads<AdministratorAuthority>(revocations, now)

  /** `claimed` is who the claims say it is. */
  return async (claims: AdministratorClaims, claimed: Principal): Promise<Principal | 'invalid'> => {
    const accountId = AccountId.parse(claims.account_id)
    const administratorId = AdministratorId.parse(claims.sub)
    const subject = administratorSubject(accountId, administratorId)
    if (!claims.limited && !revocations.has(subject)) return claimed
    const authority = await current(subject, () => read(accountId, administratorId))
    if (!authority || authority.signInVersion !== claims.sign_in || !mayActAt(authority, now())) return 'invalid'
    const { name, username, type, grants } = authority
    const who: AdministratorPrincipal = {
      kind: 'administrator',
      accountId,
      administratorId,
      name,
      username,
      type,
      clientId: claims.client_id,
      grants,
    }
    return who
  }
}

/** Says whether an account is open: it is unless a notice is about it, and then the table is read. */
export const openAccounts = (read: ReadAccount, revocations: Revocations, now: Clock) => {
  const current = keptReads<true>(revocations, now)
  return async (accountId: AccountId): Promise<boolean> => {
    const subject = accountSubject(accountId)
    return !revocations.has(subject) || (await current(subject, () => read(accountId))) === true
  }
}

/**
 * Says what a service token may do. It outlives every notice about it, so what it stands on is read: when an instance first sees it, and
 * again after a notice and every ten minutes.
 */
export const serviceTokenAuthorities = (read: ReadServiceToken, revocations: Revocations, now: Clock) => {
  const current = keptReads<ServiceTokenAuthority>(revocations, now)

  return async (claims: TokenClaims): Promise<Principal | 'invalid'> => {
    const accountId = AccountId.parse(claims.account_id)
    const { client_id: clientId, grant: uuid } = claims
    const administratorId = AdministratorId.parse(claims.sub)
    const presented = { accountId, administratorId, clientId, uuid }
    const authority = await current(uuid, () => read(presented))
    if (!authority || !mayActAt(authority.administrator, now())) return 'invalid'
    const who: TokenPrincipal = {
      kind: 'token',
      accountId,
      administratorId,
      clientId,
      name: authority.administrator.name,
      grants: authority.grants,
    }
    return who
  }
}
