import { RoleId } from '../../../lib/ids.ts'
import { err, ok, type Result } from '../../../lib/result.ts'
import { raced } from '../../../lib/retry.ts'
import { untilFirst } from '../../change.ts'
import type { ChangedMeanwhile, NotFound } from '../../common-errors.ts'
import type { Deps } from '../../deps.ts'
import { type AuditObject, auditEvent, propertyChanges } from '../../record/events/audit.ts'
import { limitsOf } from '../principals/limits.ts'
import { covers } from '../principals/may.ts'
import type { Grant } from '../principals/permission.ts'
import type { AdministratorPrincipal } from '../principals/principal.ts'
import { defaultRole } from './defaults.ts'
import { maxRoles, type Role, type RoleInput } from './entity.ts'
import type { RoleBeyondCaller, RoleIsDefault, RoleNameTaken, TooManyRoles } from './errors.ts'
import { grantsOfRole } from './grants.ts'

type Needed = Pick<Deps, 'roles' | 'now' | 'newId' | 'newUuid' | 'pause'>

const asObject = ({ id, name }: Role): AuditObject => ({ id, kind: 'role', name })
const beyond: RoleBeyondCaller = { kind: 'role_beyond_caller' }

/** Whether somebody may make or change a role that allows this. Roles are of the whole account: also one that allows nothing. */
const mayWrite = (principal: AdministratorPrincipal, allowed: readonly Grant[]): boolean =>
  limitsOf(principal) === undefined && covers(principal.grants, allowed)

/** Adds a role. It allows nothing that the caller may not do. */
export const createRole = async (
  deps: Needed,
  principal: AdministratorPrincipal,
  input: RoleInput,
): Promise<Result<Role, RoleNameTaken | RoleBeyondCaller | TooManyRoles | ChangedMeanwhile>> => {
  const { accountId } = principal
  if (!mayWrite(principal, grantsOfRole(input))) return err(beyond)
  return untilFirst(deps, 'role', async () => {
    if ((await deps.roles.all(accountId)).length >= maxRoles) return err({ kind: 'too_many_roles', maximum: maxRoles })
    const now = deps.now()
    const role: Role = {
      id: RoleId.parse(deps.newId()),
      version: 1,
      ...input,
      features: [...input.features],
      createdAt: now,
      updatedAt: now,
    }
    const event = auditEvent({ now, uuid: deps.newUuid() }, principal, 'role.created', asObject(role))
    const added = await deps.roles.add(accountId, role, event)
    if (added.ok) return ok(role)
    return added.reason === 'refused' ? err({ kind: 'role_name_taken' }) : raced
  })
}

type ChangeRoleError = NotFound<'role'> | RoleIsDefault | RoleBeyondCaller | ChangedMeanwhile

/** A role that the caller may change. */
const changeableRole = async (
  deps: Pick<Deps, 'roles'>,
  principal: AdministratorPrincipal,
  roleId: RoleId,
  action: RoleIsDefault['action'],
): Promise<Result<Role, ChangeRoleError>> => {
  if (defaultRole(roleId)) return err({ kind: 'role_is_default', action })
  const role = await deps.roles.get(principal.accountId, roleId)
  if (!role) return err({ kind: 'not_found', what: 'role', id: roleId })
  return mayWrite(principal, grantsOfRole(role)) ? ok(role) : err(beyond)
}

/** Puts something else in place of a role; what its administrators may do changes within the time that notices take. */
export const updateRole = async (
  deps: Needed,
  principal: AdministratorPrincipal,
  roleId: RoleId,
  input: RoleInput,
): Promise<Result<Role, ChangeRoleError | RoleNameTaken>> => {
  if (!mayWrite(principal, grantsOfRole(input))) return err(beyond)
  return untilFirst(deps, 'role', async () => {
    const found = await changeableRole(deps, principal, roleId, 'changed')
    if (!found.ok) return found
    const { id, version, createdAt } = found.value
    const now = deps.now()
    const next: Role = { id, createdAt, ...input, features: [...input.features], version: version + 1, updatedAt: now }
    const changes = propertyChanges(found.value, next, ['name', 'description', 'features'])
    if (changes.length === 0) return ok(found.value)
    const event = auditEvent({ now, uuid: deps.newUuid() }, principal, 'role.updated', asObject(next), changes)
    const replaced = await deps.roles.replace(principal.accountId, found.value, next, event)
    if (replaced.ok) return ok(next)
    return replaced.reason === 'refused' ? err<RoleNameTaken>({ kind: 'role_name_taken' }) : raced
  })
}

/** Deletes a role. Whoever has it keeps nothing of it. */
export const removeRole = (
  deps: Needed,
  principal: AdministratorPrincipal,
  roleId: RoleId,
): Promise<Result<void, ChangeRoleError>> =>
  untilFirst(deps, 'role', async () => {
    const found = await changeableRole(deps, principal, roleId, 'deleted')
    if (!found.ok) return found
    const now = deps.now()
    const event = auditEvent({ now, uuid: deps.newUuid() }, principal, 'role.deleted', asObject(found.value))
    const removed = await deps.roles.remove(principal.accountId, found.value, event, now)
    return removed.ok ? ok(undefined) : raced
  })
