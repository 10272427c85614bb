import { err, ok, type Result } from '../../../lib/result.ts'
import type { ChangedMeanwhile } from '../../common-errors.ts'
import type { Deps } from '../../deps.ts'
import { administratorGrants, grantsWithin } from '../principals/granted.ts'
import { limitsOf } from '../principals/limits.ts'
import { covers } from '../principals/may.ts'
import type { Scope } from '../principals/permission.ts'
import type { AdministratorPrincipal } from '../principals/principal.ts'
import { createAdministrator } from './create.ts'
import { type Administrator, Assignments, type CreateAdministrator } from './entity.ts'
import type { TypeNotAllowed, UsernameUnavailable } from './errors.ts'
import { temporaryPasswordMail } from './mail.ts'
import { mayCreate } from './reach.ts'

/** What an administrator is made and mailed a password with. */
export type InviteDeps = Pick<
  Deps,
  'administrators' | 'mailer' | 'publicUrl' | 'passwordCost' | 'now' | 'newId' | 'newUuid' | 'randomBytes' | 'pause'
>

/**
 * Creates an administrator of the caller's account, and mails a temporary password when the caller chose none (API document,
 * Create Administrator). Without a type it is the least that the caller may create. Who is limited creates administrators with the
 * same limits.
 */
export const inviteAdministrator = async (
  deps: InviteDeps & Pick<Deps, 'accounts'>,
  principal: AdministratorPrincipal,
  { type: wanted, ...input }: CreateAdministrator,
): Promise<Result<Administrator, TypeNotAllowed | UsernameUnavailable | ChangedMeanwhile>> => {
  const allowed = mayCreate[principal.type]
  const type = wanted ?? allowed[0] ?? 'ASSISTANT'
  const scope = limitsOf(principal)?.scope
  const grants = grantsWithin(administratorGrants(type, input.canCreateAdmins === true), scope)
  if (!allowed.includes(type) || !covers(principal.grants, grants)) return err({ kind: 'administrator_type_not_allowed', type })
  const created = await createAdministrator(deps, principal.accountId, { ...input, type, ...limited(scope) }, principal)
  if (!created.ok) return created
  const { administrator, temporaryPassword } = created.value
  if (temporaryPassword === undefined) return ok(administrator)
  try {
    await sendTemporaryPassword(deps, administrator, temporaryPassword)
  } catch (thrown) {
    // Nobody knows the password now: free the username, so that the caller may try again.
    await deps.administrators.remove(principal.accountId, administrator, undefined, { announcedAt: deps.now() })
    throw thrown
  }
  return ok(administrator)
}

/** Mails the password that was drawn for a new administrator; throws when the mail could not be handed over. */
export const sendTemporaryPassword = (
  deps: Pick<Deps, 'mailer' | 'publicUrl'>,
  { email, username }: Administrator,
  password: string,
): Promise<void> => deps.mailer.send(temporaryPasswordMail(email, username, password, `${deps.publicUrl}/login`))

const limited = (scope: Scope | undefined) => (scope === undefined ? {} : { assignments: Assignments.parse(scope) })
