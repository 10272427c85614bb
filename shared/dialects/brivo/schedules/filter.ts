import type { HolidayCriterion, ScheduleCriterion } from '../../../domain/access/schedules/criteria.ts'
import { err, ok, type Result } from '../../../lib/result.ts'
import { containsAny } from '../../../lib/text.ts'
import { type FilterError, parseFilter } from '../filter.ts'
import { LocalDateTimeInput } from './inputs.ts'

/** What stands where a site's name would, for schedules and holidays that hold at every site. */
export const universal = 'Universal'

const siteCriterion = (values: string[]) => ({
  field: 'site' as const,
  contains: values,
  orUniversal: containsAny(universal, values),
})

/** Reads the filter of Schedule Listing (API document, Schedules). */
export const readScheduleFilter = (filter: string | undefined): Result<ScheduleCriterion[], FilterError> => {
  const criteria = parseFilter(filter, { name: ['eq'], enablingGroup: ['eq'], site: ['eq'], editable: ['eq'] })
  if (!criteria.ok) return criteria
  return ok(
    criteria.value.map(({ field, values }): ScheduleCriterion => {
      if (field === 'site') return siteCriterion(values)
      if (field === 'editable') return { field, anyOf: [true, false].filter((is) => containsAny(String(is), values)) }
      return { field: field === 'name' ? 'name' : 'enablingGroup', contains: values }
    }),
  )
}

/** Reads the filter of Holiday Listing. Times are local, as holidays are: an offset is dropped, a bare date is its midnight. */
export const readHolidayFilter = (filter: string | undefined): Result<HolidayCriterion[], FilterError> => {
  const criteria = parseFilter(filter, { name: ['eq'], site: ['eq'], start: ['eq', 'gt'], end: ['eq', 'lt'] })
  if (!criteria.ok) return criteria
  const read: HolidayCriterion[] = []
  for (const { field, operator, values } of criteria.value) {
    if (field === 'name') read.push({ field, contains: values })
    else if (field === 'site') read.push(siteCriterion(values))
    else {
      const time = localTime(values[0] ?? '')
      if (!time)
        return err({ kind: 'invalid_filter', message: `Invalid filter format: '${values[0]}' for '${field}' is no date-time` })
      const is = operator === 'gt' ? 'after' : operator === 'lt' ? 'before' : 'at'
      read.push({ field: field === 'start' ? 'start' : 'end', is, time })
    }
  }
  return ok(read)
}

const localTime = (text: string): string | undefined => {
  const bare = text.replace(/(\.\d+)?(Z|[ +-]\d{2}:?\d{2})$/, (match, _fraction, offset, at) => (at > 10 && offset ? '' : match))
  const parsed = LocalDateTimeInput.safeParse(bare.length === 10 ? `${bare}T00:00:00` : bare)
  return parsed.success ? parsed.data : undefined
}
