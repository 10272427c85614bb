import { err, ok, type Result } from '../../../lib/result.ts'
import { raced } from '../../../lib/retry.ts'
import { hashPassword, isPassword } from '../../../lib/secrets.ts'
import { untilFirst } from '../../change.ts'
import type { ChangedMeanwhile, NotFound } from '../../common-errors.ts'
import type { Deps } from '../../deps.ts'
import { auditEvent } from '../../record/events/audit.ts'
import type { AdministratorPrincipal } from '../principals/principal.ts'
import { administratorAsObject } from './create.ts'
import { type Administrator, passwordLength } from './entity.ts'
import type { PasswordRefused } from './errors.ts'

/**
 * Puts a password of the administrator's own choice in place of the one they have, a temporary one too, and gives the administrator
 * as they are then. Whoever signed in with the former password has to sign in again.
 */
export const choosePassword = async (
  deps: Pick<Deps, 'administrators' | 'now' | 'newUuid' | 'randomBytes' | 'passwordCost' | 'pause'>,
  principal: AdministratorPrincipal,
  password: string,
): Promise<Result<Administrator, PasswordRefused | NotFound<'administrator'> | ChangedMeanwhile>> => {
  const { accountId, administratorId } = principal
  if (password.length < passwordLength.min || password.length > passwordLength.max)
    return err({ kind: 'password_refused', reason: 'length' })
  // Once for all attempts: it is slow on purpose.
  const hashed = await hashPassword(password, deps.randomBytes(16), deps.passwordCost)
  return untilFirst(deps, 'administrator', async () => {
    const administrator = await deps.administrators.get(accountId, administratorId)
    if (!administrator) return err({ kind: 'not_found', what: 'administrator', id: administratorId })
    if (await isPassword(password, administrator.password)) return err({ kind: 'password_refused', reason: 'same' })
    const now = deps.now()
    const { temporaryPasswordExpiresAt: _, ...kept } = administrator
    const next: Administrator = {
      ...kept,
      version: administrator.version + 1,
      password: hashed,
      signInVersion: administrator.signInVersion + 1,
      updatedAt: now,
    }
    const changes = [{ property: 'password', previousValue: '****', currentValue: '****' }]
    const stamp = { now, uuid: deps.newUuid() }
    const event = auditEvent(stamp, principal, 'administrator.updated', administratorAsObject(next), changes)
    const replaced = await deps.administrators.replace(accountId, next, event, { announcedAt: now })
    return replaced.ok ? ok(next) : raced
  })
}
