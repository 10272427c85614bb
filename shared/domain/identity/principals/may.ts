import type { Permission, Place, Scope } from './permission.ts'
import type { Principal } from './principal.ts'

/**
 * The one place that says who may do what. Without a `place` it answers whether the principal may do it anywhere: the operation
 * then asks again for the thing itself, or narrows its listing by the grant's scope.
 */
export const may = ({ grants }: Pick<Principal, 'grants'>, permission: Permission, place: Place = {}): boolean =>
  permission === 'none' || grants.some((grant) => grant.permission === permission && covers(grant.scope, place))

const covers = ({ companies, sites, groups, doors }: Scope, { company, site, group, door }: Place): boolean =>
  holds(companies, company) && holds(sites, site) && holds(groups, group) && holds(doors, door)

const holds = <Id>(allowed: 'all' | readonly Id[], id: Id | null | undefined): boolean =>
  allowed === 'all' || id === undefined || (id !== null && allowed.includes(id))
