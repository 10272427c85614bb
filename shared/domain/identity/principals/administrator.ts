import { administratorGrants } from './granted.ts'
import type { AdministratorPrincipal } from './principal.ts'

/** The principal of an administrator, with what its type is granted. */
export const administratorPrincipal = ({
  canCreateAdmins,
  ...who
}: Omit<AdministratorPrincipal, 'kind' | 'grants'> & { canCreateAdmins: boolean }): AdministratorPrincipal => ({
  kind: 'administrator',
  ...who,
  grants: administratorGrants(who.type, canCreateAdmins),
})
