import type { Instant } from '../../../lib/clock.ts'
import type { Deps } from '../../deps.ts'
import type { Principal } from '../../identity/principals/principal.ts'
import { type EventCriteria, meetsCriteria } from './criteria.ts'
import type { Event, EventKind } from './entity.ts'

/** Which page is wanted: of the events before `offset` that meet the criteria, the newest `pageSize`. */
export type EventPage = { offset?: Instant | undefined; pageSize: number; criteria: EventCriteria }

/**
 * A page of events, newest first. The next page's `offset` is the instant of the last event of this one: events at that
 * instant are not in it again, and none is missed, since a page holds all events of its last millisecond even where that makes
 * it longer than `pageSize`.
 */
export const listEvents = async (
  deps: Pick<Deps, 'events'>,
  { accountId }: Principal,
  kind: EventKind,
  { offset, pageSize, criteria }: EventPage,
): Promise<Event[]> => {
  const { range, ids, types } = criteria
  const before = Math.min(range.before, offset ?? range.before)
  if (before <= range.from) return []
  const mostMatch = Object.keys(ids).length === 0 && types === undefined
  const wanted = { range: { from: range.from, before }, size: pageSize, test: meetsCriteria(criteria), mostMatch }
  return deps.events.newest(accountId, kind, wanted)
}
