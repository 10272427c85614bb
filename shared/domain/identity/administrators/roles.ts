import type { AdministratorId, RoleId } from '../../../lib/ids.ts'
import { err, ok, type Result } from '../../../lib/result.ts'
import type { NotFound } from '../../common-errors.ts'
import type { Deps } from '../../deps.ts'
import { propertyChanges } from '../../record/events/audit.ts'
import { grantsWithin } from '../principals/granted.ts'
import { limitsOf } from '../principals/limits.ts'
import { covers } from '../principals/may.ts'
import type { Grant } from '../principals/permission.ts'
import type { AdministratorPrincipal } from '../principals/principal.ts'
import { defaultRole, roleOfType } from '../roles/defaults.ts'
import type { RoleBeyondCaller, TooManyRoles } from '../roles/errors.ts'
import { grantsOfRole } from '../roles/grants.ts'
import { type ChangeAdministratorError, type ChangeDeps, changeAdministrator, outOfReach } from './change.ts'
import type { Administrator } from './entity.ts'
import type { OutOfReach } from './errors.ts'

/** How many roles one administrator may have. */
export const maxRolesOfAdministrator = 20

type AddRoleError = NotFound<'role'> | RoleBeyondCaller | TooManyRoles

/**
 * Gives an administrator a role; one that they have stays. From the first role on they may do what their roles allow, and nothing by
 * their type. Nobody gives themself a role, or one that allows what they may not do.
 */
export const addRole = async (
  deps: ChangeDeps,
  principal: AdministratorPrincipal,
  administratorId: AdministratorId,
  roleId: RoleId,
): Promise<Result<Administrator, AddRoleError | ChangeAdministratorError>> => {
  const grants = await grantsOfRoleById(deps, principal, roleId)
  return changeRoles<AddRoleError>(deps, principal, administratorId, (roleIds) => {
    if (!grants) return err({ kind: 'not_found', what: 'role', id: roleId })
    if (!covers(principal.grants, grantsWithin(grants, limitsOf(principal)?.scope))) return err({ kind: 'role_beyond_caller' })
    if (roleIds?.includes(roleId)) return ok(roleIds)
    const next = [...(roleIds ?? []), roleId]
    return next.length > maxRolesOfAdministrator ? err({ kind: 'too_many_roles', maximum: maxRolesOfAdministrator }) : ok(next)
  })
}

/** Takes a role from an administrator. Without any role left they may do nothing. */
export const removeRoleFrom = (
  deps: ChangeDeps,
  principal: AdministratorPrincipal,
  administratorId: AdministratorId,
  roleId: RoleId,
): Promise<Result<Administrator, ChangeAdministratorError | NotFound<'role'>>> =>
  changeRoles<NotFound<'role'>>(deps, principal, administratorId, (roleIds) =>
    roleIds?.includes(roleId) ? ok(roleIds.filter((id) => id !== roleId)) : err({ kind: 'not_found', what: 'role', id: roleId }),
  )

/**
 * Lets roles decide what an administrator may do: at first the one that allows what their type does. Repeated, it changes nothing.
 * Nobody gives themself a role, so nobody does this to themself.
 */
export const migrateToRoles = (
  deps: ChangeDeps,
  principal: AdministratorPrincipal,
  administratorId: AdministratorId,
): Promise<Result<Administrator, ChangeAdministratorError>> =>
  changeAdministrator<OutOfReach>(deps, principal, administratorId, (before, { self }) => {
    if (self) return err(outOfReach)
    const roleId = roleOfType(before.type, before.canCreateAdmins)
    return before.roleIds || roleId === undefined ? undefined : ok(withRoles(before, [roleId]))
  })

const changeRoles = <E>(
  deps: ChangeDeps,
  principal: AdministratorPrincipal,
  administratorId: AdministratorId,
  decide: (roleIds: readonly RoleId[] | undefined) => Result<readonly RoleId[], E>,
): Promise<Result<Administrator, E | ChangeAdministratorError>> =>
  changeAdministrator<E | OutOfReach>(deps, principal, administratorId, (before, { self }) => {
    // An owner acts without roles: one would take rights from the account's last resort.
    if (self || roleOfType(before.type, before.canCreateAdmins) === undefined) return err(outOfReach)
    const next = decide(before.roleIds)
    if (!next.ok) return next
    return next.value === before.roleIds ? undefined : ok(withRoles(before, next.value))
  })

const withRoles = (before: Administrator, roleIds: readonly RoleId[]) => {
  const next: Administrator = { ...before, roleIds: [...roleIds] }
  return { next, changes: propertyChanges(before, next, ['roleIds']), isAnnounced: true }
}

const grantsOfRoleById = async (
  deps: Pick<Deps, 'roles'>,
  { accountId }: AdministratorPrincipal,
  roleId: RoleId,
): Promise<readonly Grant[] | undefined> => {
  const byDefault = defaultRole(roleId)
  if (byDefault) return byDefault.grants
  const role = await deps.roles.get(accountId, roleId)
  return role && grantsOfRole(role)
}
