import { day, hour, type Instant } from '../../../lib/clock.ts'
import { type Criterion, type FilterFields, parseFilter } from '../../../lib/filter.ts'
import { err, ok, type Result } from '../../../lib/result.ts'
import { parseInstant } from '../../../lib/wire-time.ts'
import { accessEventTypes, auditEventTypes, countedAccessEventTypes, eventType, matchesEventType } from './catalogue.ts'
import type { Event, EventKind } from './schema.ts'

/** A filter of a listing or count of events that cannot be met; `detail` names what is wrong. */
export type InvalidEventCriteria = { kind: 'invalid_event_criteria'; of: EventQuestion; detail: string }
export type EventQuestion = 'listing' | 'count'

/**
 * Which events are asked for: in whole hours, `from` in it and `before` not. `eventTypes` are values of the `event_type`
 * filter; `ids` hold at most one of the filters that may not be combined.
 */
export type EventCriteria = {
  range: { from: Instant; before: Instant }
  ids: Partial<Record<IdField, number>>
  eventTypes?: string[]
}
const idFields = ['object', 'site', 'actor', 'schedule', 'holiday'] as const
type IdField = (typeof idFields)[number]

const longestRangeMs = day
/** Later years have five digits, which do not sort as text. */
const latest = Date.UTC(9999, 0)

/**
 * Reads the `filter` of Access or Audit Events Listing or Count (API document, Events). `occurred` is widened to whole hours,
 * since the document truncates it: `gt` down to its hour, `lt` up to the end of its hour, so that nothing asked for is lost.
 * With one end given the range is the 24 hours on its side, with none the current UTC day.
 */
export const readEventCriteria = (
  kind: EventKind,
  of: EventQuestion,
  filter: string | undefined,
  now: Instant,
): Result<EventCriteria, InvalidEventCriteria> => {
  const invalid = (detail: string) => err({ kind: 'invalid_event_criteria' as const, of, detail })
  const parsed = parseFilter(filter, fieldsOf(kind, of))
  if (!parsed.ok) return invalid(parsed.error.message)
  const repeated = parsed.value.find((one, index) => parsed.value.findIndex((other) => nameOf(other) === nameOf(one)) < index)
  if (repeated) return invalid(`${nameOf(repeated)} is given twice`)
  const range = rangeOf(parsed.value, now)
  if (!range.ok) return invalid(range.error)
  const ids = idsOf(parsed.value)
  if (!ids.ok) return invalid(ids.error)
  const eventTypes = parsed.value.find(({ field }) => field === 'event_type')?.values
  const unknown = eventTypes?.find((value) => !typesOf(kind, of).includes(value.toLowerCase()))
  if (unknown !== undefined) return invalid(`'${unknown}' is no event_type; there are ${typesOf(kind, of).join(', ')}`)
  return ok({ range: range.value, ids: ids.value, ...(eventTypes ? { eventTypes } : {}) })
}

const fieldsOf = (kind: EventKind, of: EventQuestion): FilterFields => ({
  occurred: kind === 'audit' && of === 'count' ? ['eq', 'gt', 'lt'] : ['gt', 'lt'],
  event_type: ['eq'],
  object: ['eq'],
  ...(kind === 'access' ? { site: ['eq'] } : { actor: ['eq'], schedule: ['eq'], holiday: ['eq'] }),
})

const typesOf = (kind: EventKind, of: EventQuestion): readonly string[] =>
  kind === 'audit' ? auditEventTypes : of === 'count' ? countedAccessEventTypes : accessEventTypes

const nameOf = ({ field, operator }: Criterion) => `${field}__${operator}`

/** The hours asked for; the error says what is wrong with them. */
const rangeOf = (criteria: Criterion[], now: Instant): Result<EventCriteria['range'], string> => {
  const ends: Partial<Record<string, Instant>> = {}
  for (const one of criteria.filter(({ field }) => field === 'occurred')) {
    const [text = '', ...more] = one.values
    const at = parseInstant(text)
    if (at === undefined || more.length > 0) return err(`${nameOf(one)}: '${one.values.join(',')}' is not an ISO 8601 date-time`)
    if (at < 0 || at > latest) return err(`${nameOf(one)}: '${text}' is not between 1970 and 9998`)
    ends[one.operator] = at
  }
  const { eq, gt, lt } = ends
  if (eq !== undefined) {
    return gt === undefined && lt === undefined ? ok(dayOf(eq)) : err('occurred__eq may not be combined with occurred__gt or lt')
  }
  if (gt === undefined && lt === undefined) return ok(dayOf(now))
  if (gt !== undefined && lt !== undefined && lt < gt) return err('occurred__lt is before occurred__gt')
  if (gt !== undefined && lt !== undefined && lt - gt > longestRangeMs) return err('occurred is longer than 24 hours')
  const after = gt ?? (lt ?? now) - longestRangeMs
  const from = Math.max(0, Math.floor(after / hour) * hour)
  const before = Math.ceil((lt ?? after + longestRangeMs) / hour) * hour
  return ok({ from, before: Math.max(before, from + hour) })
}

const dayOf = (at: Instant) => {
  const from = Math.floor(at / day) * day
  return { from, before: from + day }
}

/** The one id asked for; the error names filters that may not be combined. */
const idsOf = (criteria: Criterion[]): Result<EventCriteria['ids'], string> => {
  const given = criteria.flatMap(({ field, values }) => {
    const name = idFields.find((one) => one === field)
    return name ? [{ name, values }] : []
  })
  const [first, second] = given
  if (first && second) return err(`${second.name} may not be combined with ${first.name}`)
  if (!first) return ok({})
  const [text = '', ...more] = first.values
  const id = Number(text)
  if (more.length > 0 || !/^\d+$/.test(text) || !Number.isSafeInteger(id)) {
    return err(`${first.name}: '${first.values.join(',')}' is not an id`)
  }
  return ok({ [first.name]: id })
}

/** Whether an event of the range meets the rest of the criteria. */
export const meetsCriteria =
  ({ ids, eventTypes }: EventCriteria) =>
  (event: Event): boolean => {
    const found: Record<IdField, number | undefined> = {
      object: event.eventObject?.id,
      site: event.site?.id,
      actor: event.actor?.id,
      schedule: event.scheduleId,
      holiday: event.holidayId,
    }
    return idFields.every((field) => ids[field] === undefined || ids[field] === found[field]) && isOfTypes(event.code, eventTypes)
  }

/** Whether a code falls under one of the values of `event_type`; every code does when none is given. */
export const isOfTypes = (code: number, eventTypes: string[] | undefined): boolean => {
  if (!eventTypes) return true
  const type = eventType(code)
  return type !== undefined && eventTypes.some((value) => matchesEventType(type, value))
}
