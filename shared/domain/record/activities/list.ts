import { hour, type Instant } from '../../../lib/clock.ts'
import type { Page } from '../../../lib/page.ts'
import type { Deps } from '../../deps.ts'
import type { Principal } from '../../identity/principals/principal.ts'
import type { Event, EventType } from '../events/entity.ts'

/** What of an activity ids may be asked for. */
export type ActivityIdField = 'site' | 'person' | 'subject' | 'device' | 'camera' | 'accessPoint'

/**
 * Which activities are asked for: `from` in the range and `before` not; one of the ids of each field that is given; and one of `types`,
 * every type when left out.
 */
export type ActivityCriteria = {
  range: { from: Instant; before: Instant }
  ids: Partial<Record<ActivityIdField, ReadonlySet<number>>>
  types?: ReadonlySet<EventType>
}

type Range = ActivityCriteria['range']

/** The id that an event has for each field; nothing is recorded of cameras. */
const idOf: Record<ActivityIdField, (event: Event) => number | undefined> = {
  site: ({ site }) => site?.id,
  person: ({ actor }) => (actor?.kind === 'user' || actor?.kind === 'visitor' ? actor.id : undefined),
  subject: ({ subject }) => subject?.id,
  device: ({ subject, panel }) => panel?.panelId ?? (subject?.kind === 'panel' ? subject.id : undefined),
  camera: () => undefined,
  accessPoint: ({ subject }) => (subject?.kind === 'access_point' ? subject.id : undefined),
}

/** Whether an event of the range meets the rest of the criteria. */
const meets =
  ({ ids, types }: ActivityCriteria) =>
  (event: Event): boolean =>
    (types === undefined || types.has(event.type)) &&
    // Each key is one of the fields.
    (Object.entries(ids) as [ActivityIdField, ReadonlySet<number>][]).every(([field, wanted]) => {
      const id = idOf[field](event)
      return id !== undefined && wanted.has(id)
    })

/**
 * A page of what happened at doors and panels, newest first, and the count of all that meets the criteria (API document, Activity
 * Listing). Reads no more than the events of the range, which is a day at most: of those that only sites and types are asked of, the page and
 * the hours at its ends.
 */
export const listActivities = async (
  deps: Pick<Deps, 'events'>,
  { accountId }: Principal,
  criteria: ActivityCriteria,
  { offset, pageSize }: { offset: number; pageSize: number },
): Promise<Page<Event>> => {
  const { range, ids, types } = criteria
  const { site: sites, ...others } = ids
  const test = meets(criteria)
  const readEach = (part: Range) =>
    part.from < part.before ? deps.events.countEach(accountId, 'access', part, test) : Promise.resolve(0)
  /** From the counts of hours, which are kept for the account and for each site. */
  const readCounts = async (part: Range): Promise<number> => {
    const counted = sites ? [...sites] : [undefined]
    const counts = await Promise.all(counted.map((site) => deps.events.counts(accountId, 'access', part, site)))
    return sum(counts.map(({ all, byType }) => (types ? sum([...types].map((type) => byType.get(type) ?? 0)) : all)))
  }
  const count = async () => {
    const whole = wholeHoursOf(range)
    if (!whole || Object.keys(others).length > 0) return readEach(range)
    return sum(
      await Promise.all([
        readEach({ from: range.from, before: whole.from }),
        readCounts(whole),
        readEach({ from: whole.before, before: range.before }),
      ]),
    )
  }
  const mostMatch = Object.keys(ids).length === 0 && types === undefined
  const wanted = { range, size: offset + pageSize, test, mostMatch }
  const [events, counted] = await Promise.all([deps.events.newest(accountId, 'access', wanted), count()])
  return { data: events.slice(offset, offset + pageSize), count: counted }
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, one) => total + one, 0)

/** The whole hours within a range; undefined when there is none. */
const wholeHoursOf = ({ from, before }: Range): Range | undefined => {
  const hours = { from: Math.ceil(from / hour) * hour, before: Math.floor(before / hour) * hour }
  return hours.from < hours.before ? hours : undefined
}
