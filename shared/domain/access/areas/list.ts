import type { AccountId, AreaId } from '../../../lib/ids.ts'
import type { Page, PageRequest } from '../../../lib/page.ts'
import { err, ok, type Result } from '../../../lib/result.ts'
import type { NotFound } from '../../common-errors.ts'
import type { Deps } from '../../deps.ts'
import type { Principal } from '../../identity/principals/principal.ts'
import { type NameCriterion, nameMeets } from '../../name-criterion.ts'
import { whole } from '../../whole.ts'
import type { Area } from './entity.ts'
import { type AreaProblem, isFunctional, problemsOf, usableBorders } from './problems.ts'

/** An area as it is now: whether its panel follows it, and what is wrong with it. */
export type AreaState = { area: Area; isFunctional: boolean; problems: AreaProblem[] }

type Needed = Pick<Deps, 'accessPoints' | 'users' | 'whole'>

/** A page of the account's areas that meet every criterion, oldest first. */
export const listAreas = async (
  deps: Needed & Pick<Deps, 'areas'>,
  { accountId }: Principal,
  criteria: readonly NameCriterion[],
  page: PageRequest,
): Promise<Page<AreaState>> => {
  const { data, count } =
    criteria.length === 0
      ? await deps.areas.page(accountId, page)
      : await deps.areas.search(accountId, ({ name }) => nameMeets(name, criteria), page)
  return { data: await statesOf(deps, accountId, data), count }
}

export const retrieveArea = async (
  deps: Needed & Pick<Deps, 'areas'>,
  { accountId }: Principal,
  areaId: AreaId,
): Promise<Result<AreaState, NotFound<'area'>>> => {
  const area = await deps.areas.get(accountId, areaId)
  return area ? ok(await stateOf(deps, accountId, area)) : err({ kind: 'not_found', what: 'area', id: areaId })
}

/** One area with its state. */
export const stateOf = async (deps: Needed, accountId: AccountId, area: Area): Promise<AreaState> => {
  const [state] = await statesOf(deps, accountId, [area])
  return state ?? { area, isFunctional: false, problems: [] }
}

/**
 * Areas with their states. Their doors are read whole, since a door that the caller does not see is there all the same; of the people
 * that anti-passback does not hold for only those are shown whom the caller sees.
 */
const statesOf = async (deps: Needed, accountId: AccountId, areas: readonly Area[]): Promise<AreaState[]> => {
  const doorIds = areas.flatMap(({ borders }) => borders.map(({ accessPointId }) => accessPointId))
  const userIds = areas.flatMap(({ exceptUserIds }) => exceptUserIds)
  const [doors, users] = await Promise.all([
    whole(deps).accessPoints.getMany(accountId, [...new Set(doorIds)], { consistent: true }),
    deps.whole ? deps.users.getMany(accountId, [...new Set(userIds)]) : undefined,
  ])
  const visible = users && new Set<number>(users.map(({ id }) => id))
  return areas.map((area) => ({
    area: { ...area, exceptUserIds: area.exceptUserIds.filter((id) => !visible || visible.has(id)) },
    isFunctional: isFunctional(usableBorders(area.borders, doors), area),
    problems: problemsOf(area, doors),
  }))
}
