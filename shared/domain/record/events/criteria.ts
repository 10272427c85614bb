import type { Instant } from '../../../lib/clock.ts'
import type { Event, EventType } from './entity.ts'

/** What of an event an id may be asked for. */
export type EventIdField = 'subject' | 'site' | 'actor' | 'schedule' | 'holiday'

/**
 * Which events are asked for: in whole hours, `from` in it and `before` not; all of `ids`; and one of `types`, every type when
 * left out.
 */
export type EventCriteria = {
  range: { from: Instant; before: Instant }
  ids: Partial<Record<EventIdField, number>>
  types?: ReadonlySet<EventType>
}

/** Whether an event of the range meets the rest of the criteria. */
export const meetsCriteria =
  ({ ids, types }: EventCriteria) =>
  ({ type, subject, site, actor, facts }: Event): boolean => {
    const found: [number | undefined, number | undefined][] = [
      [ids.subject, subject?.id],
      [ids.site, site?.id],
      [ids.actor, actor?.id],
      [ids.schedule, facts.scheduleId],
      [ids.holiday, facts.holidayId],
    ]
    return found.every(([wanted, id]) => wanted === undefined || wanted === id) && (types === undefined || types.has(type))
  }
