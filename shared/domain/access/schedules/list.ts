import { containsText, type FilterError, parseFilter } from '../../../lib/filter.ts'
import type { Page, PageRequest } from '../../../lib/page.ts'
import { ok, type Result } from '../../../lib/result.ts'
import type { Deps } from '../../deps.ts'
import type { Principal } from '../../identity/administrators/principal.ts'
import type { Schedule } from './schema.ts'

/** What stands where a site's name would, for schedules and holidays that hold at every site. */
export const universal = 'Universal'

const fields = { name: ['eq'], enablingGroup: ['eq'], site: ['eq'], editable: ['eq'] } as const

/** A page of schedules; the filters are those of the API document's Schedule Listing. */
export const listSchedules = async (
  deps: Pick<Deps, 'schedules'>,
  { accountId }: Principal,
  { filter, ...page }: PageRequest & { filter?: string | undefined },
): Promise<Result<Page<Schedule>, FilterError>> => {
  const criteria = parseFilter(filter, fields)
  if (!criteria.ok) return criteria
  if (criteria.value.length === 0) return ok(await deps.schedules.page(accountId, page))
  const found = await deps.schedules.search(
    accountId,
    (schedule) => {
      const texts: Record<string, string> = {
        name: schedule.name,
        enablinggroup: schedule.enablingGroupName ?? '',
        site: schedule.siteName ?? universal,
        editable: String(schedule.editable),
      }
      return criteria.value.every(({ field, values }) => values.some((value) => containsText(texts[field], value)))
    },
    page,
  )
  return ok(found)
}
