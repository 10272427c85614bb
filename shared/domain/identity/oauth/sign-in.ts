import { day, type Instant } from '../../../lib/clock.ts'
import type { AccountId } from '../../../lib/ids.ts'
import { err, ok, type Result } from '../../../lib/result.ts'
import { isPassword, nobodysPassword } from '../../../lib/secrets.ts'
import type { Deps } from '../../deps.ts'
import { isOpen } from '../../places/accounts/entity.ts'
import { auditEvent, auditEventBy, type Stamp } from '../../record/events/audit.ts'
import type { Event } from '../../record/events/entity.ts'
import { type Administrator, fullName } from '../administrators/entity.ts'
import { mayActAt } from '../administrators/may-act.ts'
import type { Guess } from '../guesses/entity.ts'
import { countGuess, mayGuess } from '../guesses/guess.ts'
import { manyOwners } from '../guesses/slow-down.ts'
import { administratorPrincipal } from '../principals/administrator.ts'
import type { AdministratorPrincipal } from '../principals/principal.ts'
import type { OauthError } from './errors.ts'
import { isKnown, lockState, maxWrongPasswords } from './lockout.ts'

/** Who signed in, and to which account. */
export type SignedIn = { accountId: AccountId; administrator: Administrator }

/**
 * What was entered, and where: `from` is the network of a person's browser, or the application that the password was given to.
 * `onlyAccount` refuses everybody else as if the password were wrong.
 */
export type Entered = { username: string; password: string; from: Place; onlyAccount?: AccountId }

/** `isShared` is a place where many people sign in, such as the server of an application. */
export type Place = { name: string; isShared: boolean }

/** A sign-in, with the place to note: it is noted once a day. */
export type Entry = SignedIn & { newPlace?: string }

/**
 * Checks a username and a password. Wrong ones are counted by username and place, and slow that place down; see
 * docs/decisions/0043. A username that nobody has is treated, and takes as long, as one that somebody has.
 * In a closed account every password is wrong.
 */
export const signIn = async (
  deps: SignInDeps,
  { username, password, from, onlyAccount }: Entered,
): Promise<Result<Entry, OauthError>> => {
  const [before, found, spread] = await Promise.all([
    deps.signIns.attempts(username, from.name),
    deps.administrators.findByUsername(username),
    from.isShared ? ok(undefined) : mayGuess(deps, anybodyAt(from), manyOwners),
  ])
  const state = lockState(before, deps.now())
  if (state.locked) return err({ kind: 'bad_credentials', ...state })
  if (!spread.ok && !isKnown(before.knownAt, deps.now())) {
    const { retryAfterSeconds } = spread.error
    return err({ kind: 'bad_credentials', retryCount: state.retryCount, locked: true, retryAfterSeconds })
  }
  const refused = async () => {
    const counted = await countWrong(deps, username, from, found)
    return err({ kind: 'bad_credentials', ...lockState({ ...before, ...counted }, deps.now()) } as const)
  }
  const right = await isPassword(password, found?.administrator.password ?? nobodysPassword(deps.passwordCost))
  if (!found || !right || !mayEnter(found, deps.now(), onlyAccount)) return refused()
  // Others may have guessed while this one was checked: a right guess among too many is refused too.
  const [after, account] = await Promise.all([deps.signIns.attempts(username, from.name), deps.accounts.get(found.accountId)])
  const late = lockState(after, deps.now())
  if (late.locked) return err({ kind: 'bad_credentials', ...late })
  if (!isOpen(account)) return refused()
  if (after.here) await deps.signIns.forgetFailuresFrom(username, from.name)
  const isNoted = after.knownAt !== undefined && deps.now() < after.knownAt + day
  return ok(isNoted ? found : { ...found, newPlace: from.name })
}

type SignInDeps = Pick<Deps, 'accounts' | 'administrators' | 'signIns' | 'guesses' | 'passwordCost' | 'now' | 'newUuid'>

/** Passwords from one network, whoever they were for. */
const anybodyAt = ({ name }: Place): Guess => ({ secret: 'password', owner: '', from: name })

/** Counts a wrong password. When there are too many for one username, its account gets an event. */
const countWrong = async (deps: SignInDeps, username: string, from: Place, found: SignedIn | undefined) => {
  const now = deps.now()
  const [counted] = await Promise.all([
    deps.signIns.countFailure(username, from.name, now),
    from.isShared ? undefined : countGuess(deps, anybodyAt(from)),
  ])
  if (found && counted.inAll.failures === maxWrongPasswords)
    await deps.signIns.noteGuessing(found.accountId, guessingEvent(found.administrator, { now, uuid: deps.newUuid() }))
  return counted
}

/** Many wrong passwords came for an administrator. */
const guessingEvent = (administrator: Administrator, stamp: Stamp): Event =>
  auditEventBy(stamp, { kind: 'system', name: 'sign-in' }, 'administrator.passwords_guessed', {
    id: administrator.id,
    kind: 'administrator',
    name: fullName(administrator),
  })

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
