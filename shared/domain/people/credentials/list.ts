import { type Criterion, containsText, type FilterError, parseFilter } from '../../../lib/filter.ts'
import type { Page, PageRequest } from '../../../lib/page.ts'
import { err, ok, type Result } from '../../../lib/result.ts'
import type { Deps } from '../../deps.ts'
import type { Principal } from '../../identity/administrators/principal.ts'
import type { Credential, CredentialFind } from './schema.ts'

const fields = { status: ['eq'], reference_id: ['eq'], facility_code: ['eq'] } as const
const statuses = ['assigned', 'unassigned']

/** A page of the account's credentials; the filters are those of the API document's Credential Listing. */
export const listCredentials = async (
  deps: Pick<Deps, 'credentials'>,
  { accountId }: Principal,
  { filter, ...page }: PageRequest & { filter?: string | undefined },
): Promise<Result<Page<Credential>, FilterError>> => {
  const criteria = parseFilter(filter, fields)
  if (!criteria.ok) return criteria
  const wrong = wrongStatus(criteria.value)
  if (wrong !== undefined) {
    return err({ kind: 'invalid_filter', message: `Invalid filter value '${wrong}' for 'status'` })
  }
  if (criteria.value.length === 0) return ok(await deps.credentials.page(accountId, page))
  return ok(await deps.credentials.search(accountId, (found) => criteria.value.every((one) => fits(found, one)), page))
}

const wrongStatus = (criteria: Criterion[]): string | undefined =>
  criteria
    .flatMap(({ field, values }) => (field === 'status' ? values : []))
    .find((value) => !statuses.includes(value.toLowerCase()))

const fits = (found: CredentialFind, { field, values }: Criterion): boolean => {
  if (field === 'reference_id') return values.some((value) => containsText(found.reference, value))
  if (field === 'facility_code') return values.some((value) => containsText(found.facility, value))
  const status = found.userId === undefined ? 'unassigned' : 'assigned'
  return values.some((value) => value.toLowerCase() === status)
}
