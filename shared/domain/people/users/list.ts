import type { Instant } from '../../../lib/clock.ts'
import { type Criterion, containsText, type FilterError, parseFilter } from '../../../lib/filter.ts'
import { type AccountId, UserId } from '../../../lib/ids.ts'
import type { Page, PageRequest } from '../../../lib/page.ts'
import { err, ok, type Result } from '../../../lib/result.ts'
import type { Deps } from '../../deps.ts'
import type { Principal } from '../../identity/administrators/principal.ts'
import { findOfUser, type User, type UserFind } from './schema.ts'

const fields = { id: ['eq', 'ne'], firstname: ['eq'], lastname: ['eq'], user_status: ['eq'] } as const
const statuses = ['active', 'unaffiliated', 'suspended', 'deleted']

type Needed = Pick<Deps, 'users' | 'credentials' | 'now'>

/** A page of the account's users; the filters are those of the API document's List Users, but for custom fields. */
export const listUsers = async (
  deps: Needed,
  { accountId }: Principal,
  { filter, ...page }: PageRequest & { filter?: string | undefined },
): Promise<Result<Page<User>, FilterError>> => {
  const criteria = parseFilter(filter, fields)
  if (!criteria.ok) return criteria
  const wrong = wrongValue(criteria.value)
  if (wrong) return err(wrong)
  if (criteria.value.length === 0) return ok(await deps.users.page(accountId, page))
  const test = userTest(criteria.value, await holdersIfNeeded(deps, accountId, criteria.value), deps.now())
  const named = criteria.value.find(({ field, operator }) => field === 'id' && operator === 'eq')
  if (!named) return ok(await deps.users.search(accountId, test, page))
  const users = (await deps.users.getMany(accountId, idsOf(named))).filter((user) => test(findOfUser(user), user.id))
  return ok({ data: users.slice(page.offset, page.offset + page.pageSize), count: users.length })
}

/** The ids that a criterion names, once each and in order. */
const idsOf = ({ values }: Criterion): UserId[] =>
  [...new Set(values.map(Number))].sort((a, b) => a - b).map((id) => UserId.parse(id))

const wrongValue = (criteria: Criterion[]): FilterError | undefined => {
  for (const { field, values } of criteria) {
    const fits = (value: string) =>
      field === 'id' ? UserId.safeParse(value).success : field !== 'user_status' || statuses.includes(value.toLowerCase())
    const wrong = values.find((value) => !fits(value))
    if (wrong !== undefined) return { kind: 'invalid_filter', message: `Invalid filter value '${wrong}' for '${field}'` }
  }
  return undefined
}

/** The holders of credentials that are valid now; only a search for active users needs to know them. */
const holdersIfNeeded = async (deps: Needed, accountId: AccountId, criteria: Criterion[]): Promise<ReadonlySet<number>> => {
  const wanted = criteria.some(({ field, values }) => field === 'user_status' && values.some(isActiveStatus))
  return wanted ? deps.credentials.holders(accountId, deps.now()) : new Set()
}
const isActiveStatus = (value: string) => value.toLowerCase() === 'active'

/** Whether a user meets all criteria. `holders` are the users with a credential that is valid now. */
export const userTest =
  (criteria: Criterion[], holders: ReadonlySet<number>, now: Instant) =>
  (user: UserFind, id: number): boolean =>
    criteria.every(({ field, operator, values }) => {
      if (field === 'id') return values.some((value) => Number(value) === id) === (operator === 'eq')
      if (field === 'firstname') return values.some((value) => containsText(user.first, value))
      if (field === 'lastname') return values.some((value) => containsText(user.last, value))
      return values.some((status) => hasStatus(user, status.toLowerCase(), holders.has(id) || isWithin(user.pin, now)))
    })

/**
 * The document's statuses. Active is who could open a door: in some group, with a credential or a PIN that is valid now, and
 * not suspended. Nobody is `deleted`: that value is taken, and finds nothing.
 */
const hasStatus = (user: UserFind, status: string, holds: boolean): boolean => {
  if (status === 'suspended') return user.suspended
  if (status === 'unaffiliated') return !user.member
  return status === 'active' && user.member && !user.suspended && holds
}

/** Whether `now` lies within dates, both ends included; an open end has no bound. */
export const isWithin = (dates: { from?: number; to?: number } | undefined, now: Instant): boolean =>
  dates !== undefined && (dates.from ?? now) <= now && now <= (dates.to ?? now)
