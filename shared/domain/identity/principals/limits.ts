import type { AdministratorId } from '../../../lib/ids.ts'
import { holdsAt } from './may.ts'
import { everywhere, type Place, type Scope } from './permission.ts'
import type { Principal } from './principal.ts'

/** An administrator who is limited to a part of the account, or whose service token is, and to which. */
export type Limits = { administratorId: AdministratorId; scope: Scope }

/**
 * To what a principal is limited; undefined for one that is not. All grants of an administrator hold in the same scope, and so
 * do those of a service token; nobody else is limited.
 */
export const limitsOf = (principal: Principal): Limits | undefined => {
  if (principal.kind !== 'administrator' && principal.kind !== 'token') return undefined
  const scope = principal.grants[0]?.scope
  return scope && !isEverywhere(scope) ? { administratorId: principal.administratorId, scope } : undefined
}

const isEverywhere = (scope: Scope): boolean => scope === everywhere || Object.values(scope).every((allowed) => allowed === 'all')

/** Whether what lies at `place` is assigned to a principal; everything is to one that is not limited. */
export const isWithinLimits = (principal: Principal, place: Place): boolean => {
  const limits = limitsOf(principal)
  return limits === undefined || holdsAt(limits.scope, place)
}
