import type { ActivityCriteria, ActivityIdField } from '../../../domain/record/activities/list.ts'
import { day, type Instant } from '../../../lib/clock.ts'
import { err, ok, type Result } from '../../../lib/result.ts'
import { accessEventTypes, typesMatching } from '../events/types.ts'
import { type FilterCriterion, type FilterError, parseFilter } from '../filter.ts'
import { parseInstant } from '../wire-time.ts'

/** What each filter by ids asks for, in our words. */
const idFields = {
  site: 'site',
  user: 'person',
  object: 'subject',
  device: 'device',
  camera: 'camera',
  'access-point': 'accessPoint',
} as const satisfies Record<string, ActivityIdField>

const fields = {
  site: ['eq'],
  user: ['eq'],
  object: ['eq'],
  device: ['eq'],
  camera: ['eq'],
  'access-point': ['eq'],
  event_type: ['eq'],
  occurred: ['eq', 'gt', 'lt'],
} as const
type Field = keyof typeof fields
type Criterion = FilterCriterion<Field>

/** So many ids of one filter. */
const maxIds = 100
/** Later years have five digits, which do not sort as text. */
const latest = Date.UTC(9999, 0)

/**
 * Reads the `filter` of Activity Listing (API document). The range is a day at most: the day of `eq`, from `gt` to `lt`, the 24 hours on
 * the side of the one that is given, and those before `now` when none is.
 */
export const readActivityFilter = (filter: string | undefined, now: Instant): Result<ActivityCriteria, FilterError> => {
  const parsed = parseFilter(filter, fields)
  if (!parsed.ok) return refused(parsed.error.message)
  const criteria = parsed.value
  const repeated = criteria.find((one, index) => criteria.findIndex((other) => nameOf(other) === nameOf(one)) < index)
  if (repeated) return refused(`${nameOf(repeated)} is given twice`)
  const range = rangeOf(criteria, now)
  if (!range.ok) return range
  const ids: Partial<Record<ActivityIdField, ReadonlySet<number>>> = {}
  for (const { field, values } of criteria) {
    if (field === 'event_type' || field === 'occurred') continue
    const wrong = values.find((text) => !/^\d+$/.test(text) || !Number.isSafeInteger(Number(text)))
    if (wrong !== undefined) return refused(`${field}: '${wrong}' is not an id`)
    if (values.length > maxIds) return refused(`${field}: more than ${maxIds} ids`)
    ids[idFields[field]] = new Set(values.map(Number))
  }
  const types = criteria.find(({ field }) => field === 'event_type')?.values
  const unknown = types?.find((value) => !accessEventTypes.some((known) => known === value.toLowerCase()))
  if (unknown !== undefined) return refused(`'${unknown}' is no event_type; there are ${accessEventTypes.join(', ')}`)
  return ok({ range: range.value, ids, ...(types ? { types: typesMatching(types) } : {}) })
}

const refused = (detail: string) =>
  err<FilterError>({ kind: 'invalid_filter', message: `Invalid listing criteria provided: ${detail}` })

const nameOf = ({ field, operator }: Criterion) => `${field}__${operator}`

const rangeOf = (criteria: readonly Criterion[], now: Instant): Result<ActivityCriteria['range'], FilterError> => {
  const ends: Partial<Record<string, Instant>> = {}
  for (const one of criteria.filter(({ field }) => field === 'occurred')) {
    const [text = '', ...more] = one.values
    const at = parseInstant(text)
    if (at === undefined || more.length > 0)
      return refused(`${nameOf(one)}: '${one.values.join(',')}' is not an ISO 8601 date-time`)
    if (at < 0 || at > latest) return refused(`${nameOf(one)}: '${text}' is not between 1970 and 9998`)
    ends[one.operator] = at
  }
  const { eq, gt, lt } = ends
  if (eq !== undefined) {
    if (gt !== undefined || lt !== undefined) return refused('occurred__eq may not be combined with occurred__gt or lt')
    const from = Math.floor(eq / day) * day
    return ok({ from, before: from + day })
  }
  if (gt !== undefined && lt !== undefined) {
    if (lt < gt) return refused('occurred__lt is before occurred__gt')
    if (lt - gt > day) return refused('occurred is longer than 24 hours')
  }
  // What happened at `gt` itself did not happen after it.
  const from = gt === undefined ? (lt ?? now + 1) - day : gt + 1
  return ok({ from: Math.max(0, from), before: lt ?? (gt === undefined ? now + 1 : gt + day) })
}
