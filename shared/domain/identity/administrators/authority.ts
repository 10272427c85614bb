import type { AccountId, AdministratorId } from '../../../lib/ids.ts'
import type { Deps } from '../../deps.ts'
import { administratorGrants, grantsOf, grantsWithin } from '../principals/granted.ts'
import type { Grant } from '../principals/permission.ts'
import { administratorSubject } from '../revocations/entity.ts'
import { defaultRole } from '../roles/defaults.ts'
import { roleSubject } from '../roles/entity.ts'
import { grantsOfRole } from '../roles/grants.ts'
import { type Administrator, fullName, scopeOf } from './entity.ts'

/** What decides what an administrator may do, as the table has it. */
export type AdministratorAuthority = Pick<Administrator, 'type' | 'username' | 'signInVersion' | 'active' | 'expiresAt'> & {
  name: string
  grants: readonly Grant[]
}

/** What an administrator may do, and the subjects of the notices about a change of it. */
export const grantsOfAdministrator = async (
  deps: Pick<Deps, 'roles'>,
  accountId: AccountId,
  { id, type, canCreateAdmins, roleIds, assignments }: Administrator,
): Promise<{ grants: readonly Grant[]; subjects: readonly string[] }> => {
  const subject = administratorSubject(accountId, id)
  const scope = scopeOf(assignments)
  if (!roleIds) return { grants: grantsWithin(administratorGrants(type, canCreateAdmins), scope), subjects: [subject] }
  const own = await deps.roles.getMany(accountId, roleIds)
  const allowed = [...roleIds.flatMap((roleId) => defaultRole(roleId)?.grants ?? []), ...own.flatMap(grantsOfRole)]
  return {
    grants: grantsWithin(grantsOf([...new Set(allowed.map(({ permission }) => permission))]), scope),
    subjects: [subject, ...roleIds.map((roleId) => roleSubject(accountId, roleId))],
  }
}

/** Reads what an administrator may do now; `authority` is undefined when there is no such administrator. */
export const readAuthority = async (
  deps: Pick<Deps, 'administrators' | 'roles'>,
  accountId: AccountId,
  administratorId: AdministratorId,
): Promise<{ authority: AdministratorAuthority | undefined; subjects: readonly string[] }> => {
  const subjects = [administratorSubject(accountId, administratorId)]
  const administrator = await deps.administrators.get(accountId, administratorId)
  if (!administrator) return { authority: undefined, subjects }
  const found = await grantsOfAdministrator(deps, accountId, administrator)
  return { authority: authorityOf(administrator, found.grants), subjects: found.subjects }
}

const authorityOf = (administrator: Administrator, grants: readonly Grant[]): AdministratorAuthority => ({
  type: administrator.type,
  username: administrator.username,
  signInVersion: administrator.signInVersion,
  active: administrator.active,
  ...(administrator.expiresAt === undefined ? {} : { expiresAt: administrator.expiresAt }),
  name: fullName(administrator),
  grants,
})
