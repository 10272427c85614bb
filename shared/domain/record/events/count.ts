import { ok, type Result } from '../../../lib/result.ts'
import type { Deps } from '../../deps.ts'
import type { Principal } from '../../identity/administrators/principal.ts'
import { type InvalidEventCriteria, isOfTypes, meetsCriteria, readEventCriteria } from './criteria.ts'
import type { EventKind } from './schema.ts'

/**
 * How many events meet a filter (API document, Access and Audit Events Count). The counts of each hour answer for the account,
 * its sites and the types; for any other id the events themselves are read.
 */
export const countEvents = async (
  deps: Pick<Deps, 'events' | 'now'>,
  { accountId }: Principal,
  kind: EventKind,
  filter: string | undefined,
): Promise<Result<number, InvalidEventCriteria>> => {
  const criteria = readEventCriteria(kind, 'count', filter, deps.now())
  if (!criteria.ok) return criteria
  const { range, eventTypes, ids } = criteria.value
  const { site, ...others } = ids
  if (Object.keys(others).length > 0)
    return ok(await deps.events.countEach(accountId, kind, range, meetsCriteria(criteria.value)))
  const counts = await deps.events.counts(accountId, kind, range, site)
  if (!eventTypes) return ok(counts.all)
  const ofTypes = [...counts.byCode].filter(([code]) => isOfTypes(code, eventTypes))
  return ok(ofTypes.reduce((sum, [, count]) => sum + count, 0))
}
