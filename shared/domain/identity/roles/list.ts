import type { AdministratorId } from '../../../lib/ids.ts'
import { err, ok, type Result } from '../../../lib/result.ts'
import type { NotFound } from '../../common-errors.ts'
import type { Deps } from '../../deps.ts'
import type { Principal } from '../principals/principal.ts'
import { type DefaultRole, defaultRole, defaultRoles } from './defaults.ts'
import type { Role } from './entity.ts'

/** A role as listings have it. */
export type ListedRole = Role | DefaultRole

/** Every role of the account: the default ones, then its own in order of creation. */
export const listRoles = async (deps: Pick<Deps, 'roles'>, { accountId }: Principal): Promise<ListedRole[]> => [
  ...defaultRoles,
  ...(await deps.roles.all(accountId)),
]

/** The roles that an administrator of the account has; those that have been deleted are not among them. */
export const listRolesOf = async (
  deps: Pick<Deps, 'roles' | 'administrators'>,
  { accountId }: Principal,
  administratorId: AdministratorId,
): Promise<Result<ListedRole[], NotFound<'administrator'>>> => {
  const administrator = await deps.administrators.get(accountId, administratorId)
  if (!administrator) return err({ kind: 'not_found', what: 'administrator', id: administratorId })
  const ids = administrator.roleIds ?? []
  const own = await deps.roles.getMany(accountId, ids)
  return ok(ids.flatMap((id): ListedRole[] => [defaultRole(id) ?? own.find((role) => role.id === id) ?? []].flat()))
}
