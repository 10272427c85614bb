import type { NameCriterion } from '../../domain/name-criterion.ts'
import { ok, type Result } from '../../lib/result.ts'
import { type FilterError, parseFilter } from './filter.ts'

/** Reads the filter of a listing that takes `name__eq` alone (API document, Site Listing and Group Listing). */
export const readNameFilter = (filter: string | undefined): Result<NameCriterion[], FilterError> => {
  const parsed = parseFilter(filter, { name: ['eq'] })
  return parsed.ok ? ok(parsed.value.map(({ values }) => ({ field: 'name', contains: values }))) : parsed
}
