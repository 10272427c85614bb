import type { Context } from 'hono'
import type { Administrator } from '../../shared/domain/identity/administrators/entity.ts'
import { isStillSignedIn } from '../../shared/domain/identity/oauth/sign-in.ts'
import { type Account, isOpen } from '../../shared/domain/places/accounts/entity.ts'
import type { Instant } from '../../shared/lib/clock.ts'
import type { AuthDeps } from './env.ts'
import { currentSession } from './session.ts'

/** Who sits at this browser, and for which account. */
export type Person = { account: Account; administrator: Administrator /** When the session ends. */; expiresAt: Instant }

/** The person who is signed in, as they are now; undefined when nobody is, or somebody who may not act any more. */
export const signedInPerson = async (deps: AuthDeps, c: Context): Promise<Person | undefined> => {
  const session = await currentSession(deps, c)
  if (!session) return undefined
  const [account, administrator] = await Promise.all([
    deps.accounts.get(session.accountId),
    deps.administrators.get(session.accountId, session.administratorId),
  ])
  return account && isOpen(account) && isStillSignedIn(administrator, session, deps.now())
    ? { account, administrator, expiresAt: session.expiresAt }
    : undefined
}

/** Whether somebody must choose a password before anything else. */
export const hasTemporaryPassword = ({ administrator }: Person): boolean => administrator.temporaryPasswordExpiresAt !== undefined
