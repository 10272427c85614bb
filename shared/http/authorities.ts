import type { AdministratorAuthority } from '../domain/identity/administrators/authority.ts'
import { mayActAt } from '../domain/identity/administrators/may-act.ts'
import type { AdministratorClaims } from '../domain/identity/oauth/claims.ts'
import type { AdministratorPrincipal, Principal } from '../domain/identity/principals/principal.ts'
import { administratorSubject } from '../domain/identity/revocations/entity.ts'
import { type Clock, type Instant, minute } from '../lib/clock.ts'
import { AccountId, AdministratorId } from '../lib/ids.ts'
import type { Revocations } from './revocations.ts'

/** Reads what an administrator may do now, and the subjects of notices that make it out of date. */
export type ReadAuthority = (
  accountId: AccountId,
  administratorId: AdministratorId,
) => Promise<{ authority: AdministratorAuthority | undefined; subjects: readonly string[] }>

type Known = { read: ReturnType<ReadAuthority>; readAt: Instant; notices: number }

/** What was read is kept so long, well within the time that notices are remembered, and for so many administrators. */
const keptFor = 10 * minute
const maxKept = 1_000

/**
 * Says who an administrator's token acts for. What the token says is enough unless a notice is about the administrator: then the
 * table is read, once by each instance for each notice, not for each request. See docs/decisions/0028.
 */
export const administratorAuthorities = (read: ReadAuthority, revocations: Revocations, now: Clock) => {
  const kept = new Map<string, Known>()

  const isCurrent = async ({ read, readAt, notices }: Known): Promise<boolean> =>
    now() < readAt + keptFor && !revocations.hasSince(notices, (await read).subjects)

  const current = async (subject: string, accountId: AccountId, administratorId: AdministratorId) => {
    const known = kept.get(subject)
    if (known && (await isCurrent(known))) return (await known.read).authority
    const fresh = { read: read(accountId, administratorId), readAt: now(), notices: revocations.count() }
    const [oldest] = kept.keys()
    if (kept.size >= maxKept && oldest !== undefined) kept.delete(oldest)
    kept.set(subject, fresh)
    // What could not be read is read again by the next request.
    fresh.read.catch(() => kept.delete(subject))
    return (await fresh.read).authority
  }

  /** `claimed` is who the claims say it is. */
  return async (claims: AdministratorClaims, claimed: Principal): Promise<Principal | 'invalid'> => {
    const accountId = AccountId.parse(claims.account_id)
    const administratorId = AdministratorId.parse(claims.sub)
    const subject = administratorSubject(accountId, administratorId)
    if (!claims.limited && !revocations.has(subject)) return claimed
    const authority = await current(subject, accountId, administratorId)
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
