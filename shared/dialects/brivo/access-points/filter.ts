import type { AccessPointCriterion } from '../../../domain/places/access-points/criteria.ts'
import { err, ok, type Result } from '../../../lib/result.ts'
import { type FilterError, parseFilter } from '../filter.ts'

/** Reads the filter of Access Point Listing (API document, Access Points). */
export const readAccessPointFilter = (filter: string | undefined): Result<AccessPointCriterion[], FilterError> => {
  const parsed = parseFilter(filter, { name: ['eq'], report_live_status: ['eq'] })
  if (!parsed.ok) return parsed
  const criteria: AccessPointCriterion[] = []
  for (const { field, values } of parsed.value) {
    const wrong = field === 'name' ? undefined : values.find((value) => !/^(true|false)$/i.test(value))
    if (wrong !== undefined) {
      return err({ kind: 'invalid_filter', message: `Invalid value '${wrong}' for 'report_live_status': expected true or false` })
    }
    criteria.push(
      field === 'name'
        ? { field, contains: values }
        : { field: 'reportLiveStatus', anyOf: values.map((value) => value.toLowerCase() === 'true') },
    )
  }
  return ok(criteria)
}
