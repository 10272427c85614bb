import type { EventCriteria } from '../../../domain/record/events/criteria.ts'
import type { EventKind } from '../../../domain/record/events/entity.ts'
import { day, hour, type Instant } from '../../../lib/clock.ts'
import { err, ok, type Result } from '../../../lib/result.ts'
import { type FilterCriterion, type FilterError, type FilterFields, parseFilter } from '../filter.ts'
import { parseInstant } from '../wire-time.ts'
import { accessEventTypes, auditEventTypes, countedAccessEventTypes, typesMatching } from './types.ts'

/** Which of the two is asked: they take different filters, and name themselves in their errors. */
export type EventQuestion = 'listing' | 'count'

/** Filters by an id, of which only one may be given. */
const idNames = ['object', 'site', 'actor', 'schedule', 'holiday'] as const

const maxRangeMs = day
/** Later years have five digits, which do not sort as text. */
const latest = Date.UTC(9999, 0)

/**
 * Reads the `filter` of Access or Audit Events Listing or Count (API document, Events). `occurred` is widened to whole hours,
 * since the document truncates it: `gt` down to its hour, `lt` up to the end of its hour, so that nothing asked for is lost.
 * With one end given the range is the 24 hours on its side, with none the current UTC day.
 */
export const readEventFilter = (
  kind: EventKind,
  question: EventQuestion,
  filter: string | undefined,
  now: Instant,
): Result<EventCriteria, FilterError> => {
  const invalid = (detail: string) =>
    err({ kind: 'invalid_filter' as const, message: `Invalid ${question} criteria provided: ${detail}` })
  const parsed = parseFilter(filter, fieldsOf(kind, question))
  if (!parsed.ok) return invalid(parsed.error.message)
  const repeated = parsed.value.find((one, index) => parsed.value.findIndex((other) => nameOf(other) === nameOf(one)) < index)
  if (repeated) return invalid(`${nameOf(repeated)} is given twice`)
  const range = rangeOf(parsed.value, now)
  if (!range.ok) return invalid(range.error)
  const ids = idsOf(parsed.value)
  if (!ids.ok) return invalid(ids.error)
  const values = parsed.value.find(({ field }) => field === 'event_type')?.values
  const unknown = values?.find((value) => !valuesOf(kind, question).includes(value.toLowerCase()))
  if (unknown !== undefined) return invalid(`'${unknown}' is no event_type; there are ${valuesOf(kind, question).join(', ')}`)
  return ok({ range: range.value, ids: ids.value, ...(values ? { types: typesMatching(values) } : {}) })
}

const fieldsOf = (kind: EventKind, question: EventQuestion): FilterFields => ({
  occurred: kind === 'audit' && question === 'count' ? ['eq', 'gt', 'lt'] : ['gt', 'lt'],
  event_type: ['eq'],
  object: ['eq'],
  ...(kind === 'access' ? { site: ['eq'] } : { actor: ['eq'], schedule: ['eq'], holiday: ['eq'] }),
})

const valuesOf = (kind: EventKind, question: EventQuestion): readonly string[] =>
  kind === 'audit' ? auditEventTypes : question === 'count' ? countedAccessEventTypes : accessEventTypes

const nameOf = ({ field, operator }: FilterCriterion) => `${field}__${operator}`

/** The hours asked for; the error says what is wrong with them. */
const rangeOf = (criteria: FilterCriterion[], now: Instant): Result<EventCriteria['range'], string> => {
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
  if (gt !== undefined && lt !== undefined && lt - gt > maxRangeMs) return err('occurred is longer than 24 hours')
  const after = gt ?? (lt ?? now) - maxRangeMs
  const from = Math.max(0, Math.floor(after / hour) * hour)
  const before = Math.ceil((lt ?? after + maxRangeMs) / hour) * hour
  return ok({ from, before: Math.max(before, from + hour) })
}

const dayOf = (at: Instant) => {
  const from = Math.floor(at / day) * day
  return { from, before: from + day }
}

/** The one id asked for; the error names filters that may not be combined. */
const idsOf = (criteria: FilterCriterion[]): Result<EventCriteria['ids'], string> => {
  const given = criteria.flatMap(({ field, values }) => {
    const name = idNames.find((one) => one === field)
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
  return ok({ [first.name === 'object' ? 'subject' : first.name]: id })
}
