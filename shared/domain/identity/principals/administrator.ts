import type { AdministratorPrincipal } from '../administrators/principal.ts'
import { administratorGrants } from './granted.ts'

/** The principal of an administrator, with what its type is granted. */
export const administratorPrincipal = ({
  canCreateAdmins,
  ...who
}: Omit<AdministratorPrincipal, 'kind' | 'grants'> & { canCreateAdmins: boolean }): AdministratorPrincipal => ({
  kind: 'administrator',
  ...who,
  grants: administratorGrants(who.type, canCreateAdmins),
})
