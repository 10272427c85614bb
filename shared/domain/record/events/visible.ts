import type { Scope } from '../../identity/principals/permission.ts'
import type { Event, EventFacts, EventSubject } from './entity.ts'

/**
 * Whether somebody who is limited to `scope` sees an event: it happened at an assigned site, and to something that is known to be
 * assigned. Access events say who passed an assigned door, whatever groups they are in. What concerns people is seen by who has all
 * groups, as an event does not say which groups somebody was in; what concerns the account as a whole, by nobody who is limited.
 */
export const isEventVisible = (scope: Scope): ((event: Event) => boolean) => {
  const [sites, groups, scenarios] = [test(scope.sites), test(scope.groups), test(scope.scenarios)]
  const isSubjectVisible = ({ kind, id }: EventSubject, { site, facts }: Event): boolean => {
    switch (kind) {
      case 'access_point':
      case 'panel':
      case 'camera':
      case 'reader':
      case 'door_set':
      case 'area':
        return site !== undefined || scope.sites === 'all'
      case 'site':
        return sites(id)
      // Universal ones hold at assigned sites too.
      case 'schedule':
      case 'holiday':
        return true
      case 'group':
        return groups(id) && (site !== undefined || scope.sites === 'all' || !namesDoors(facts))
      case 'user':
      case 'visitor':
      case 'credential':
        return scope.groups === 'all'
      case 'emergency_scenario':
        return scenarios(id) && (scope.sites === 'all' || !namesDoors(facts))
      case 'custom_field':
      case 'role':
      case 'subscription':
      case 'administrator':
      case 'account':
      case 'application':
      case 'api_key':
        return false
    }
  }
  return (event) => {
    const { kind, site, subject } = event
    if (site && !sites(site.id)) return false
    if (kind === 'access' && site) return true
    return subject !== undefined && isSubjectVisible(subject, event)
  }
}

/** Whether a change names doors, which may lie at any site: an event that happens at a site says so itself. */
const namesDoors = ({ changes = [] }: EventFacts): boolean => changes.some(({ property }) => property.startsWith('accessPoint'))

const test = (assigned: 'all' | readonly number[]): ((id: number) => boolean) => {
  if (assigned === 'all') return () => true
  const ids = new Set(assigned)
  return (id) => ids.has(id)
}
