import type { Grant, Permission, Place, Scope } from './permission.ts'
import type { Principal } from './principal.ts'

/**
 * The one place that says who may do what. Without a `place` it answers whether the principal may do it anywhere: the operation
 * then asks again for the thing itself, or narrows its listing by the grant's scope.
 */
export const may = ({ grants }: Pick<Principal, 'grants'>, permission: Permission, place: Place = {}): boolean =>
  permission === 'none' || grants.some((grant) => grant.permission === permission && holdsAt(grant.scope, place))

/** Whether a thing that lies at `place` lies in the scope. */
export const holdsAt = ({ companies, sites, groups, doors, scenarios }: Scope, place: Place): boolean =>
  holds(companies, place.company) &&
  holds(sites, place.site) &&
  holds(groups, place.group) &&
  holds(doors, place.door) &&
  holds(scenarios, place.scenario)

const holds = <Id>(allowed: 'all' | readonly Id[], id: Id | null | undefined): boolean =>
  allowed === 'all' || id === undefined || (id !== null && allowed.includes(id))

/** Whether `grants` allow everything that `others` do, everywhere that those do: who has them may give the others. */
export const covers = (grants: readonly Grant[], others: readonly Grant[]): boolean =>
  others.every(({ permission, scope }) => grants.some((own) => own.permission === permission && contains(own.scope, scope)))

/** Whether whatever lies in `inner` lies in `outer` too. */
export const contains = (outer: Scope, inner: Scope): boolean =>
  within(outer.companies, inner.companies) &&
  within(outer.sites, inner.sites) &&
  within(outer.groups, inner.groups) &&
  within(outer.doors, inner.doors) &&
  within(outer.scenarios, inner.scenarios)

const within = <Id>(outer: 'all' | readonly Id[], inner: 'all' | readonly Id[]): boolean => {
  if (outer === 'all') return true
  if (inner === 'all') return false
  const held = new Set(outer)
  return inner.every((id) => held.has(id))
}
