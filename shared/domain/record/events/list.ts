import type { Instant } from '../../../lib/clock.ts'
import { ok, type Result } from '../../../lib/result.ts'
import type { Deps } from '../../deps.ts'
import type { Principal } from '../../identity/administrators/principal.ts'
import { type InvalidEventCriteria, meetsCriteria, readEventCriteria } from './criteria.ts'
import type { Event, EventKind } from './schema.ts'

/** Which page is wanted: of the events before `offset`, the newest `pageSize`. */
export type EventPage = { offset?: Instant | undefined; pageSize: number; filter?: string | undefined }

/**
 * A page of events, newest first (API document, Access and Audit Events Listing). The next page's `offset` is the `occurred`
 * of the last event of this one: events at that instant are not in it again, and none is missed, since a page holds all events
 * of its last millisecond even where that makes it longer than `pageSize`.
 */
export const listEvents = async (
  deps: Pick<Deps, 'events' | 'now'>,
  { accountId }: Principal,
  kind: EventKind,
  { offset, pageSize, filter }: EventPage,
): Promise<Result<Event[], InvalidEventCriteria>> => {
  const criteria = readEventCriteria(kind, 'listing', filter, deps.now())
  if (!criteria.ok) return criteria
  const { range, ids, eventTypes } = criteria.value
  const before = Math.min(range.before, offset ?? range.before)
  if (before <= range.from) return ok([])
  const mostMatch = Object.keys(ids).length === 0 && eventTypes === undefined
  const wanted = { range: { from: range.from, before }, size: pageSize, test: meetsCriteria(criteria.value), mostMatch }
  return ok(await deps.events.newest(accountId, kind, wanted))
}
