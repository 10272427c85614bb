import { clearable } from './values.ts'
import { parseInstant } from './wire-time.ts'

/**
 * A clearable date or date-time, as epoch milliseconds; a bare date is its midnight in UTC. It is apart from the other values, since
 * it loads the library for dates.
 */
export const clearableInstant = (field: string) =>
  clearable<number>((given) => {
    const at = parseInstant(given)
    return at === undefined
      ? { wrong: `Invalid value '${given}' for '${field}': it is not an ISO 8601 date-time` }
      : { value: at }
  })
