import type { Page, PageRequest } from '../../../lib/page.ts'
import type { Deps } from '../../deps.ts'
import type { Principal } from '../../identity/principals/principal.ts'
import { type ScheduleCriterion, scheduleMeets } from './criteria.ts'
import type { Schedule } from './entity.ts'

/** A page of the account's schedules that meet every criterion, oldest first. */
export const listSchedules = (
  deps: Pick<Deps, 'schedules'>,
  { accountId }: Principal,
  criteria: readonly ScheduleCriterion[],
  page: PageRequest,
): Promise<Page<Schedule>> =>
  criteria.length === 0
    ? deps.schedules.page(accountId, page)
    : deps.schedules.search(accountId, (found) => criteria.every((one) => scheduleMeets(found, one)), page)
