import type { Instant } from '../../../lib/clock.ts'
import type { AccountId } from '../../../lib/ids.ts'
import { err, ok, type Result } from '../../../lib/result.ts'
import { isPassword, nobodysPassword } from '../../../lib/secrets.ts'
import type { Deps } from '../../deps.ts'
import { auditEvent, type Stamp } from '../../record/events/audit.ts'
import type { Event } from '../../record/events/entity.ts'
import { type Administrator, fullName } from '../administrators/entity.ts'
import { mayActAt } from '../administrators/may-act.ts'
import { administratorPrincipal } from '../principals/administrator.ts'
import type { AdministratorPrincipal } from '../principals/principal.ts'
import type { OauthError } from './errors.ts'
import { lockState } from './lockout.ts'

/** Who signed in, and to which account. */
export type SignedIn = { accountId: AccountId; administrator: Administrator }

/**
 * Checks a username and a password. Wrong ones are counted by username and lock it; a username that nobody has is treated, and
 * takes as long, as one that somebody has. `onlyAccount` refuses everybody else as if the password were wrong.
 */
export const signIn = async (
  deps: Pick<Deps, 'administrators' | 'signIns' | 'passwordCost' | 'now'>,
  { username, password, onlyAccount }: { username: string; password: string; onlyAccount?: AccountId },
): Promise<Result<SignedIn, OauthError>> => {
  const [before, found] = await Promise.all([deps.signIns.attempts(username), deps.administrators.findByUsername(username)])
  const state = lockState(before, deps.now())
  if (state.locked) return err({ kind: 'bad_credentials', ...state })
  const right = await isPassword(password, found?.administrator.password ?? nobodysPassword(deps.passwordCost))
  if (!found || !right || !mayEnter(found, deps.now(), onlyAccount)) {
    const counted = await deps.signIns.countFailure(username, deps.now())
    return err({ kind: 'bad_credentials', ...lockState(counted, deps.now()) })
  }
  // Others may have guessed while this one was checked: a right guess among too many is refused too.
  const after = await deps.signIns.attempts(username)
  const late = lockState(after, deps.now())
  if (late.locked) return err({ kind: 'bad_credentials', ...late })
  if (after) await deps.signIns.forgetFailures(username)
  return ok(found)
}

const mayEnter = ({ accountId, administrator }: SignedIn, now: number, onlyAccount: AccountId | undefined) =>
  mayActAt(administrator, now) &&
  now < (administrator.temporaryPasswordExpiresAt ?? Number.POSITIVE_INFINITY) &&
  (onlyAccount === undefined || accountId === onlyAccount)

/** What names a sign-in in whatever comes of it: a session, a code, a grant. */
export const signInOf = ({ accountId, administrator }: SignedIn) => ({
  accountId,
  administratorId: administrator.id,
  signInVersion: administrator.signInVersion,
})

/**
 * Whether what came of a sign-in still holds for the administrator as they are now: they may act, and have the password that they
 * signed in with.
 */
export const isStillSignedIn = (
  administrator: Administrator | undefined,
  { signInVersion }: { signInVersion: number },
  now: Instant,
): administrator is Administrator =>
  administrator !== undefined && mayActAt(administrator, now) && administrator.signInVersion === signInVersion

/** Who acts when this administrator uses that application. */
export const principalFor = ({ accountId, administrator }: SignedIn, clientId: string): AdministratorPrincipal =>
  administratorPrincipal({
    accountId,
    administratorId: administrator.id,
    name: fullName(administrator),
    username: administrator.username,
    type: administrator.type,
    clientId,
    canCreateAdmins: administrator.canCreateAdmins,
  })

/** The audit event of a sign-in (code 3005). */
export const signInEvent = (stamp: Stamp, principal: AdministratorPrincipal): Event =>
  auditEvent(stamp, principal, 'administrator.signed_in', {
    id: principal.administratorId,
    kind: 'administrator',
    name: principal.name,
  })
