import type { Instant } from '../../../lib/clock.ts'
import type { AdministratorId } from '../../../lib/ids.ts'
import { err, ok, type Result } from '../../../lib/result.ts'
import type { NotFound } from '../../common-errors.ts'
import type { Deps } from '../../deps.ts'
import { propertyChanges } from '../../record/events/audit.ts'
import { overallState } from '../oauth/lockout.ts'
import type { AdministratorPrincipal, Principal } from '../principals/principal.ts'
import { type ChangeAdministratorError, type ChangeDeps, changeAdministrator, outOfReach } from './change.ts'
import { hashesOf, temporaryPasswordLifetime } from './create.ts'
import type { Administrator } from './entity.ts'
import { mayActAt } from './may-act.ts'

/** How an administrator signs in, and how that went recently. */
export type Login = {
  active: boolean
  /** So many wrong passwords came that nobody signs in for a while from where they have not signed in before. */
  locked: boolean
  /** Recent wrong passwords, wherever they came from. */
  retryCount: number
  lastAttemptedAt?: Instant
  securityQuestion?: string
  temporaryPasswordExpiresAt?: Instant
  expiresAt?: Instant
}

/** What to change of a login: what is left out stays as it is. A password that is not `temporary` is the administrator's own. */
export type LoginChanges = {
  active?: boolean
  password?: { text: string; temporary: boolean }
  security?: { question: string; answer: string }
  /** `null` lets the login work without end. */
  expiresAt?: Instant | null
}

/** How an administrator of the account signs in. */
export const getLogin = async (
  deps: Pick<Deps, 'administrators' | 'signIns' | 'now'>,
  { accountId }: Principal,
  administratorId: AdministratorId,
): Promise<Result<Login, NotFound<'administrator'>>> => {
  const administrator = await deps.administrators.get(accountId, administratorId)
  return administrator
    ? ok(await loginOf(deps, administrator))
    : err({ kind: 'not_found', what: 'administrator', id: administratorId })
}

const loginOf = async (deps: Pick<Deps, 'signIns' | 'now'>, administrator: Administrator): Promise<Login> => {
  const { username, securityQuestion, temporaryPasswordExpiresAt, expiresAt } = administrator
  const [attempts, succeededAt] = await Promise.all([deps.signIns.attemptsInAll(username), deps.signIns.lastSuccess(username)])
  const lastAttemptedAt = Math.max(attempts?.failures ? attempts.lastFailedAt : 0, succeededAt ?? 0)
  return {
    active: mayActAt(administrator, deps.now()),
    ...overallState(attempts, deps.now()),
    ...(lastAttemptedAt > 0 ? { lastAttemptedAt } : {}),
    ...(securityQuestion === undefined ? {} : { securityQuestion }),
    ...(temporaryPasswordExpiresAt === undefined ? {} : { temporaryPasswordExpiresAt }),
    ...(expiresAt === undefined ? {} : { expiresAt }),
  }
}

/**
 * Changes how an administrator signs in. A new password, and that they may not act any more, ends what they signed in to: nothing of
 * it works again when they may act again. A new password also forgets the wrong ones. Nobody ends or extends their own login.
 */
export const updateLogin = async (
  deps: ChangeDeps & Pick<Deps, 'signIns' | 'randomBytes' | 'passwordCost'>,
  principal: AdministratorPrincipal,
  administratorId: AdministratorId,
  changes: LoginChanges,
): Promise<Result<Login, ChangeAdministratorError>> => {
  // Once for all attempts: it is slow on purpose.
  const hashes = await hashesOf(deps, {
    ...(changes.password ? { password: changes.password.text } : {}),
    ...(changes.security ? { securityAnswer: changes.security.answer } : {}),
  })
  const changed = await changeAdministrator(deps, principal, administratorId, (before, { now, self }) => {
    if (self && (changes.active !== undefined || changes.expiresAt !== undefined)) return err(outOfReach)
    const next = applied(before, changes, hashes, now)
    const audited = [
      ...propertyChanges(before, next, ['active', 'temporaryPasswordExpiresAt', 'securityQuestion', 'expiresAt']),
      ...propertyChanges(before, next, ['password', 'securityAnswer'], ['password', 'securityAnswer']),
    ]
    if (audited.length === 0) return undefined
    const isAnnounced =
      next.signInVersion !== before.signInVersion || next.active !== before.active || changes.expiresAt !== undefined
    return ok({ next, changes: audited, isAnnounced })
  })
  if (!changed.ok) return changed
  if (changes.password) await deps.signIns.forgetFailures(changed.value.username, deps.now())
  return ok(await loginOf(deps, changed.value))
}

const applied = (
  before: Administrator,
  { active = before.active, password, security, expiresAt = before.expiresAt }: LoginChanges,
  hashes: { password?: string; securityAnswer?: string },
  now: Instant,
): Administrator => {
  const { temporaryPasswordExpiresAt, expiresAt: _, ...kept } = before
  const expiry = password ? (password.temporary ? now + temporaryPasswordLifetime : undefined) : temporaryPasswordExpiresAt
  const next: Administrator = {
    ...kept,
    ...hashes,
    ...(security ? { securityQuestion: security.question } : {}),
    ...(expiry === undefined ? {} : { temporaryPasswordExpiresAt: expiry }),
    ...(expiresAt === undefined || expiresAt === null ? {} : { expiresAt }),
    active,
  }
  const ended = password !== undefined || mayActAt(before, now) !== mayActAt(next, now)
  return { ...next, signInVersion: before.signInVersion + (ended ? 1 : 0) }
}
