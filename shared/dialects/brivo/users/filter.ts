import { type UserCriterion, userStatuses } from '../../../domain/people/users/criteria.ts'
import { personKinds } from '../../../domain/people/users/entity.ts'
import { CustomFieldId, UserId } from '../../../lib/ids.ts'
import { ok, type Result } from '../../../lib/result.ts'
import { type FilterError, parseFilter, wrongValue } from '../filter.ts'

/**
 * Reads the filter of List Users (API document, Users). Whether the account has a custom field, and what its values are, the
 * listing finds out. Ours are `externalId__eq`, which is exact, and
 * `emails.address__eq`, exact except for case: clients ask both before they create a user; and `kind__eq`, without which no
 * visitor is listed.
 */
export const readUserFilter = (filter: string | undefined): Result<UserCriterion[], FilterError> => {
  const parsed = parseFilter(filter, {
    id: ['eq', 'ne'],
    firstname: ['eq'],
    lastname: ['eq'],
    user_status: ['eq'],
    externalId: ['eq'],
    'emails.address': ['eq'],
    kind: ['eq'],
    'cf_*': ['eq', 'exact'],
  })
  if (!parsed.ok) return parsed
  const criteria: UserCriterion[] = []
  for (const { field, operator, values, id } of parsed.value) {
    if (field === 'id') {
      const wrong = values.find((value) => !UserId.safeParse(value).success)
      if (wrong !== undefined) return wrongValue(field, wrong)
      const ids = values.map((value) => UserId.parse(value))
      criteria.push(operator === 'eq' ? { field, anyOf: ids } : { field, noneOf: ids })
    } else if (field === 'user_status') {
      const wrong = values.find((value) => !statuses.includes(value.toLowerCase()))
      if (wrong !== undefined) return wrongValue(field, wrong)
      const wanted = values.map((value) => value.toLowerCase())
      criteria.push({ field: 'status', anyOf: userStatuses.filter((status) => wanted.includes(status)) })
    } else if (field === 'kind') {
      const wrong = values.find((value) => !kinds.includes(value.toUpperCase()))
      if (wrong !== undefined) return wrongValue(field, wrong)
      const wanted = values.map((value) => value.toUpperCase())
      criteria.push({ field, anyOf: personKinds.filter((kind) => wanted.includes(kind)) })
    } else if (field === 'cf_*') {
      const match = operator === 'exact' ? 'exact' : 'contains'
      criteria.push({ field: 'customField', id: CustomFieldId.parse(id), match, anyOf: values })
    } else if (field === 'externalId') criteria.push({ field, anyOf: values.map((value) => value.normalize('NFC')) })
    else if (field === 'emails.address') criteria.push({ field: 'email', anyOf: values })
    else criteria.push({ field: field === 'firstname' ? 'firstName' : 'lastName', contains: values })
  }
  return ok(criteria)
}

/** The document's statuses. Nobody is `deleted`: that value is taken, and finds nobody. */
const statuses: readonly string[] = [...userStatuses, 'deleted']
const kinds: readonly string[] = personKinds
