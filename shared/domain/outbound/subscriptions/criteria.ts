import type { AccountId } from '../../../lib/ids.ts'
import { err, ok, type Result } from '../../../lib/result.ts'
import type { Deps } from '../../deps.ts'
import type { Criterion, CriterionInput } from './entity.ts'
import type { InvalidCriteria } from './errors.ts'

export type CriteriaDeps = Pick<Deps, 'sites' | 'accessPoints' | 'users' | 'newId'>

/**
 * The criteria as they are kept: each with an id, the one it had when `known` has the same already. Refuses what the account
 * does not have.
 */
export const keptCriteria = async (
  deps: CriteriaDeps,
  accountId: AccountId,
  wanted: readonly CriterionInput[],
  known: readonly Criterion[] = [],
): Promise<Result<Criterion[], InvalidCriteria>> => {
  const idsOf = (wantedField: CriterionInput['field']) => [
    ...new Set(wanted.filter(({ field }) => field === wantedField).map(({ value }) => value)),
  ]
  const [site, device, user] = await Promise.all([
    missing(deps.sites, accountId, idsOf('site')),
    missing(deps.accessPoints, accountId, idsOf('accessPoint')),
    missing(deps.users, accountId, idsOf('user')),
  ])
  if (site !== undefined) return err({ kind: 'invalid_criteria', what: 'site', value: site })
  if (device !== undefined) return err({ kind: 'invalid_criteria', what: 'accessPoint', value: device })
  if (user !== undefined) return err({ kind: 'invalid_criteria', what: 'user', value: user })
  return ok(wanted.map((one) => ({ id: known.find((other) => same(one, other))?.id ?? deps.newId(), ...one })))
}

/** What `getMany` does of every store of listed entities. */
type Listed = { getMany: (accountId: AccountId, ids: number[]) => Promise<{ id: number }[]> }

/** The first of `ids` that the account does not have; undefined when it has all. */
const missing = async (store: Listed, accountId: AccountId, ids: number[]): Promise<number | undefined> => {
  if (ids.length === 0) return undefined
  const found = new Set((await store.getMany(accountId, ids)).map(({ id }) => id))
  return ids.find((id) => !found.has(id))
}

const same = (one: CriterionInput, other: Criterion) =>
  one.field === other.field && one.operator === other.operator && one.value === other.value
