import type { Deps } from '../../deps.ts'
import type { Principal } from '../../identity/principals/principal.ts'
import { type EventCriteria, meetsCriteria } from './criteria.ts'
import type { EventKind } from './entity.ts'

/**
 * How many events meet the criteria. The counts of each hour answer for the account, its sites and the types; for any other id
 * the events themselves are read.
 */
export const countEvents = async (
  deps: Pick<Deps, 'events'>,
  { accountId }: Principal,
  kind: EventKind,
  criteria: EventCriteria,
): Promise<number> => {
  const { range, types, ids } = criteria
  const { site, ...others } = ids
  if (Object.keys(others).length > 0) return deps.events.countEach(accountId, kind, range, meetsCriteria(criteria))
  const counts = await deps.events.counts(accountId, kind, range, site)
  if (!types) return counts.all
  return [...counts.byType].filter(([type]) => types.has(type)).reduce((sum, [, count]) => sum + count, 0)
}
