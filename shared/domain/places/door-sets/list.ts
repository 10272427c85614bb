import type { DoorSetId } from '../../../lib/ids.ts'
import type { Page, PageRequest } from '../../../lib/page.ts'
import { err, ok, type Result } from '../../../lib/result.ts'
import type { NotFound } from '../../common-errors.ts'
import type { Deps } from '../../deps.ts'
import type { Principal } from '../../identity/principals/principal.ts'
import { type NameCriterion, nameMeets } from '../../name-criterion.ts'
import type { DoorSet, DoorSetMember } from './entity.ts'

/** What a listing of sets may be narrowed by: every criterion has to hold. */
export type DoorSetCriterion = NameCriterion | { field: 'exclusive'; is: boolean }

/** A page of the account's sets of doors that meet every criterion, oldest first. */
export const listDoorSets = (
  deps: Pick<Deps, 'doorSets'>,
  { accountId }: Principal,
  criteria: readonly DoorSetCriterion[],
  page: PageRequest,
): Promise<Page<DoorSet>> =>
  criteria.length === 0
    ? deps.doorSets.page(accountId, page)
    : deps.doorSets.search(accountId, (set) => criteria.every((one) => meets(set, one)), page)

const meets = (set: Pick<DoorSet, 'name' | 'exclusive'>, criterion: DoorSetCriterion): boolean =>
  criterion.field === 'name' ? nameMeets(set.name, [criterion]) : set.exclusive === criterion.is

/** A set with its doors, in order of their ids. */
export const retrieveDoorSet = async (
  deps: Pick<Deps, 'doorSets'>,
  { accountId }: Principal,
  doorSetId: DoorSetId,
): Promise<Result<{ set: DoorSet; doors: DoorSetMember[] }, NotFound<'door set'>>> => {
  const [set, doors] = await Promise.all([deps.doorSets.get(accountId, doorSetId), deps.doorSets.membersOf(accountId, doorSetId)])
  return set ? ok({ set, doors }) : err({ kind: 'not_found', what: 'door set', id: doorSetId })
}
