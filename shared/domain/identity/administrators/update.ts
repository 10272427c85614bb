import type { AdministratorId } from '../../../lib/ids.ts'
import { err, ok, type Result } from '../../../lib/result.ts'
import { propertyChanges } from '../../record/events/audit.ts'
import { administratorGrants, grantsWithin } from '../principals/granted.ts'
import { covers } from '../principals/may.ts'
import type { AdministratorPrincipal } from '../principals/principal.ts'
import { type ChangeAdministratorError, type ChangeDeps, changeAdministrator } from './change.ts'
import { type Administrator, type AdministratorChanges, scopeOf } from './entity.ts'
import type { TypeNotAllowed } from './errors.ts'
import { mayCreate } from './reach.ts'

const properties = ['firstName', 'middleName', 'lastName', 'email', 'type', 'canCreateAdmins', 'timezone'] as const

/**
 * Changes who an administrator is and of which type. Nobody changes their own type, and nobody makes an administrator of a type that
 * they may not create, or out of a MASTER.
 */
export const updateAdministrator = (
  deps: ChangeDeps,
  principal: AdministratorPrincipal,
  administratorId: AdministratorId,
  changes: AdministratorChanges,
): Promise<Result<Administrator, ChangeAdministratorError | TypeNotAllowed>> =>
  changeAdministrator(deps, principal, administratorId, (before, { self }) => {
    const next = applied(before, changes)
    const isRaised = next.type !== before.type || next.canCreateAdmins !== before.canCreateAdmins
    if (isRaised && (self || !mayBecome(principal, before, next))) {
      return err<TypeNotAllowed>({ kind: 'administrator_type_not_allowed', type: next.type })
    }
    const changed = propertyChanges(before, next, properties)
    return changed.length === 0 ? undefined : ok({ next, changes: changed, isAnnounced: true })
  })

const mayBecome = (principal: AdministratorPrincipal, before: Administrator, next: Administrator): boolean =>
  [before.type, next.type].every((type) => mayCreate[principal.type].includes(type)) &&
  covers(principal.grants, grantsWithin(administratorGrants(next.type, next.canCreateAdmins), scopeOf(next.assignments)))

const applied = (before: Administrator, { middleName, type = before.type, ...changes }: AdministratorChanges): Administrator => {
  const { middleName: _, ...kept } = before
  return {
    ...kept,
    firstName: changes.firstName,
    ...(middleName === null ? {} : { middleName }),
    lastName: changes.lastName,
    email: changes.email,
    type,
    // Only a SENIOR can be given it, and keeps it unless the change says otherwise.
    canCreateAdmins: type === 'SENIOR' && (changes.canCreateAdmins ?? before.canCreateAdmins),
    timezone: changes.timezone ?? before.timezone,
  }
}
