import type { AdministratorCriterion } from '../../../domain/identity/administrators/list.ts'
import { administratorTypes } from '../../../domain/identity/administrators/type.ts'
import { err, ok, type Result } from '../../../lib/result.ts'
import { type FilterError, parseFilter } from '../filter.ts'

/** Reads the filter of Administrator Listing: `username__eq` (contains) and `type__eq` (API document, Administrators). */
export const readAdministratorFilter = (filter: string | undefined): Result<AdministratorCriterion[], FilterError> => {
  const parsed = parseFilter(filter, { username: ['eq'], type: ['eq'] })
  if (!parsed.ok) return parsed
  const criteria: AdministratorCriterion[] = []
  for (const { field, values } of parsed.value) {
    if (field === 'username') criteria.push({ field, contains: values })
    else {
      const wanted = values.map((value) => value.toUpperCase())
      const unknown = values.find((value) => !administratorTypes.some((type) => type === value.toUpperCase()))
      if (unknown !== undefined) {
        return err({
          kind: 'invalid_filter',
          message: `Invalid listing criteria provided: '${unknown}' is no type of administrator`,
        })
      }
      criteria.push({ field: 'type', anyOf: administratorTypes.filter((type) => wanted.includes(type)) })
    }
  }
  return ok(criteria)
}
