import type { AccountId, AdministratorId } from '../../../lib/ids.ts'
import type { Deps } from '../../deps.ts'
import { administratorSubject } from '../oauth/entity.ts'
import { administratorGrants } from '../principals/granted.ts'
import type { Grant } from '../principals/permission.ts'
import { type Administrator, fullName } from './entity.ts'

/** What decides what an administrator may do, as the table has it. */
export type AdministratorAuthority = Pick<Administrator, 'type' | 'username' | 'signInVersion' | 'active' | 'expiresAt'> & {
  name: string
  grants: readonly Grant[]
}

/** What an administrator may do, and the subjects of the notices about a change of it. */
export const grantsOfAdministrator = (
  accountId: AccountId,
  administrator: Administrator,
): { grants: readonly Grant[]; subjects: readonly string[] } => ({
  grants: administratorGrants(administrator.type, administrator.canCreateAdmins),
  subjects: [administratorSubject(accountId, administrator.id)],
})

/** Reads what an administrator may do now; `authority` is undefined when there is no such administrator. */
export const readAuthority = async (
  deps: Pick<Deps, 'administrators'>,
  accountId: AccountId,
  administratorId: AdministratorId,
): Promise<{ authority: AdministratorAuthority | undefined; subjects: readonly string[] }> => {
  const subjects = [administratorSubject(accountId, administratorId)]
  const administrator = await deps.administrators.get(accountId, administratorId)
  if (!administrator) return { authority: undefined, subjects }
  const found = grantsOfAdministrator(accountId, administrator)
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
