import type { AccessPointId, LiftFloorId } from '../../../lib/ids.ts'
import type { Page, PageRequest } from '../../../lib/page.ts'
import { err, ok, type Result } from '../../../lib/result.ts'
import type { NotFound } from '../../common-errors.ts'
import type { Deps } from '../../deps.ts'
import type { Principal } from '../../identity/principals/principal.ts'
import { type NameCriterion, nameMeets } from '../../name-criterion.ts'
import type { LiftFloor } from './entity.ts'

/** What a listing of floors may be narrowed by: every criterion has to hold. */
export type LiftFloorCriterion = NameCriterion | { field: 'accessPointId'; is: AccessPointId }

/** A page of the account's floors that meet every criterion, oldest first. */
export const listLiftFloors = (
  deps: Pick<Deps, 'liftFloors'>,
  { accountId }: Principal,
  criteria: readonly LiftFloorCriterion[],
  page: PageRequest,
): Promise<Page<LiftFloor>> =>
  criteria.length === 0
    ? deps.liftFloors.page(accountId, page)
    : deps.liftFloors.search(accountId, (floor) => criteria.every((one) => meets(floor, one)), page)

const meets = (floor: Pick<LiftFloor, 'name' | 'accessPointId'>, criterion: LiftFloorCriterion): boolean =>
  criterion.field === 'name' ? nameMeets(floor.name, [criterion]) : floor.accessPointId === criterion.is

export const retrieveLiftFloor = async (
  deps: Pick<Deps, 'liftFloors'>,
  { accountId }: Principal,
  liftFloorId: LiftFloorId,
): Promise<Result<LiftFloor, NotFound<'lift floor'>>> => {
  const floor = await deps.liftFloors.get(accountId, liftFloorId)
  return floor ? ok(floor) : err({ kind: 'not_found', what: 'lift floor', id: liftFloorId })
}
