import { definedOf } from '../../../lib/defined.ts'
import type { AccountId } from '../../../lib/ids.ts'
import type { Schedule } from '../../access/schedules/entity.ts'
import type { Deps } from '../../deps.ts'
import type { Scope } from '../principals/permission.ts'
import { isUsedAt } from './places.ts'
import { narrowedReads, visibleOfFew } from './reads.ts'

/** What listings read of a schedule. */
type Find = Parameters<Parameters<Deps['schedules']['visitFinds']>[1]>[0]

/**
 * Schedules that can be used at assigned sites, without the group that enables one where that is not assigned: neither a reading nor
 * a filter shows it. What changes a schedule reads it whole, so that the group stays.
 */
export const narrowedSchedules = (schedules: Deps['schedules'], scope: Scope): Deps['schedules'] => {
  if (scope.sites === 'all' && scope.groups === 'all') return schedules
  const isUsed = isUsedAt(scope)
  const shown = shownTo(scope)
  const { get, getMany, all, pageAfter } = narrowedReads(schedules, visibleOfFew(schedules, isUsed))
  // The projections name a group without its id. An account has few schedules, so all of them are read.
  const finds = async (accountId: AccountId) => {
    const byId = new Map((await schedules.all(accountId)).filter(isUsed).map((one) => [Number(one.id), shown(one)]))
    return ({ enablingGroupName, ...find }: Find, id: number): Find | undefined => {
      const schedule = byId.get(id)
      return schedule && { ...find, ...definedOf({ enablingGroupName: schedule.enablingGroupName && enablingGroupName }) }
    }
  }
  const visitFinds: Deps['schedules']['visitFinds'] = async (accountId, each, of) => {
    const findOf = await finds(accountId)
    const visit = (stored: Find, id: number) => {
      const find = findOf(stored, id)
      if (find) each(find, id)
    }
    return schedules.visitFinds(accountId, visit, of)
  }
  const search: Deps['schedules']['search'] = async (accountId, test, page, of) => {
    const findOf = await finds(accountId)
    const isFound = (stored: Find, id: number) => {
      const find = findOf(stored, id)
      return find !== undefined && test(find, id)
    }
    const { data, count } = await schedules.search(accountId, isFound, page, of)
    return { data: data.map(shown), count }
  }
  const { adding, add, replace, remove, use, unlockedDoors } = schedules
  return {
    get: async (accountId, id) => {
      const schedule = await get(accountId, id)
      return schedule && shown(schedule)
    },
    getMany: async (accountId, ids, options) => (await getMany(accountId, ids, options)).map(shown),
    all: async (accountId) => (await all(accountId)).map(shown),
    pageAfter: async (accountId, after, limit) => (await pageAfter(accountId, after, limit)).map(shown),
    visitFinds,
    search,
    page: (accountId, page, listing) => search(accountId, () => true, page, listing && [listing]),
    ...{ adding, add, replace, remove, use, unlockedDoors },
  }
}

/** A schedule as it is shown. The grace period belongs to the group. */
const shownTo = ({ groups }: Scope) => {
  const assigned = groups === 'all' ? undefined : new Set<number>(groups)
  return (schedule: Schedule): Schedule => {
    const { enablingGroupId, enablingGroupName: _name, gracePeriodMinutes: _grace, ...rest } = schedule
    return enablingGroupId === undefined || !assigned || assigned.has(enablingGroupId) ? schedule : rest
  }
}
