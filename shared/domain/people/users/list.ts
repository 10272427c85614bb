import type { AccountId, UserId } from '../../../lib/ids.ts'
import type { Page, PageRequest } from '../../../lib/page.ts'
import { err, ok, type Result } from '../../../lib/result.ts'
import type { Deps } from '../../deps.ts'
import type { Principal } from '../../identity/principals/principal.ts'
import type { CustomField } from '../custom-fields/entity.ts'
import type { FieldCriterionInvalid, FieldCriterionUnknown } from '../custom-fields/errors.ts'
import { comparableValue, readValue } from '../custom-fields/values.ts'
import { type UserCriterion, userMeets } from './criteria.ts'
import { findOfUser, type PersonKind, personKinds, type User, type UserFind } from './entity.ts'

type Needed = Pick<Deps, 'users' | 'credentials' | 'customFields' | 'now'>
type FieldCriterionRefused = FieldCriterionUnknown | FieldCriterionInvalid

/**
 * A page of the account's users who meet every criterion, oldest first; of visitors only where a criterion asks for them. Criteria that name users, by id or by external id, cost
 * reads of those users only; any other reads the short form of all users.
 */
export const listUsers = async (
  deps: Needed,
  { accountId }: Principal,
  criteria: readonly UserCriterion[],
  page: PageRequest,
): Promise<Result<Page<User>, FieldCriterionRefused>> => {
  const read = await readFieldCriteria(deps, accountId, criteria)
  return read.ok ? ok(await findUsers(deps, accountId, read.value, page)) : read
}

type ReadCriteria = { criteria: readonly UserCriterion[]; fields: ReadonlyMap<number, CustomField> }

const findUsers = async (
  deps: Needed,
  accountId: AccountId,
  { criteria, fields }: ReadCriteria,
  page: PageRequest,
): Promise<Page<User>> => {
  const kinds = kindsOf(criteria)
  const [kind] = kinds
  if (kind && kinds.length === 1 && criteria.every(({ field }) => field === 'kind')) return deps.users.page(accountId, page, kind)
  const facts = { holders: await holdersIfNeeded(deps, accountId, criteria), now: deps.now(), fields }
  const meetsAll = (user: UserFind, id: number) =>
    [{ field: 'kind', anyOf: kinds } as const, ...criteria].every((one) => userMeets(user, id, one, facts))
  const named = await namedUsers(deps, accountId, criteria)
  if (!named) return deps.users.search(accountId, meetsAll, page, kinds)
  const users = named.filter((user) => meetsAll(findOfUser(user), user.id)).sort((one, other) => one.id - other.id)
  return { data: users.slice(page.offset, page.offset + page.pageSize), count: users.length }
}

/** The criteria with the values of custom fields as they are compared, and those fields. */
const readFieldCriteria = async (
  deps: Pick<Deps, 'customFields'>,
  accountId: AccountId,
  criteria: readonly UserCriterion[],
): Promise<Result<ReadCriteria, FieldCriterionRefused>> => {
  const asked = criteria.some(({ field }) => field === 'customField')
  const fields = new Map<number, CustomField>(
    asked ? (await deps.customFields.all(accountId)).map((field) => [field.id, field] as const) : [],
  )
  const read: UserCriterion[] = []
  for (const criterion of criteria) {
    if (criterion.field !== 'customField') {
      read.push(criterion)
      continue
    }
    const field = fields.get(criterion.id)
    if (!field) return err({ kind: 'field_criterion_unknown', id: criterion.id })
    const anyOf: string[] = []
    for (const value of criterion.anyOf) {
      const kept = readValue(field, value.normalize('NFC'))
      if (kept === undefined) return err({ kind: 'field_criterion_invalid', field, value })
      anyOf.push(comparableValue(field, kept))
    }
    read.push({ ...criterion, anyOf })
  }
  return ok({ criteria: read, fields })
}

/** The kinds of people that every criterion allows; users when none says. */
const kindsOf = (criteria: readonly UserCriterion[]): PersonKind[] => {
  const named = criteria.filter((criterion) => criterion.field === 'kind')
  return named.length === 0 ? ['USER'] : personKinds.filter((kind) => named.every(({ anyOf }) => anyOf.includes(kind)))
}

/** Those that the first naming criterion can mean, once each; undefined when none names users. */
const namedUsers = async (
  deps: Pick<Deps, 'users'>,
  accountId: AccountId,
  criteria: readonly UserCriterion[],
): Promise<User[] | undefined> => {
  for (const criterion of criteria) {
    if (criterion.field === 'id' && 'anyOf' in criterion) {
      return deps.users.getMany(accountId, unique<UserId>(criterion.anyOf))
    }
    if (criterion.field === 'externalId') {
      const found = unique(criterion.anyOf).map((externalId) => deps.users.findByExternalId(accountId, externalId))
      return (await Promise.all(found)).filter((user) => user !== undefined)
    }
  }
  return undefined
}

const unique = <T>(values: readonly T[]): T[] => [...new Set(values)]

/** The holders of credentials that are valid now; only a search for active users needs to know them. */
const holdersIfNeeded = async (
  deps: Needed,
  accountId: AccountId,
  criteria: readonly UserCriterion[],
): Promise<ReadonlySet<number>> => {
  const needed = criteria.some((one) => one.field === 'status' && one.anyOf.includes('active'))
  return needed ? deps.credentials.holders(accountId, deps.now()) : new Set()
}
