import type { CredentialCriterion } from '../../../domain/people/credentials/criteria.ts'
import { ok, type Result } from '../../../lib/result.ts'
import { type FilterError, parseFilter, wrongValue } from '../filter.ts'

const fields = { status: ['eq'], reference_id: ['eq'], facility_code: ['eq'] } as const
const statuses = ['assigned', 'unassigned']

/** Reads the filter of Credential Listing (API document): `eq` means that a text contains the value. */
export const readCredentialFilter = (filter: string | undefined): Result<CredentialCriterion[], FilterError> => {
  const parsed = parseFilter(filter, fields)
  if (!parsed.ok) return parsed
  const criteria: CredentialCriterion[] = []
  for (const { field, values } of parsed.value) {
    if (field === 'status') {
      const wanted = values.map((value) => value.toLowerCase())
      const wrong = values.find((_, index) => !statuses.includes(wanted[index] ?? ''))
      if (wrong !== undefined) return wrongValue(field, wrong)
      criteria.push({ field: 'isAssigned', anyOf: wanted.map((value) => value === 'assigned') })
    } else criteria.push({ field: field === 'reference_id' ? 'reference' : 'facility', contains: values })
  }
  return ok(criteria)
}
