import { containsAny } from '../../../lib/text.ts'

type Name = { field: 'name'; contains: readonly string[] }
/** The name of the site contains one of these texts, or, with `orUniversal`, there is no site. */
type SiteCriterion = { field: 'site'; contains: readonly string[]; orUniversal: boolean }

/** What a listing of schedules may be narrowed by: every criterion has to hold, each for one of its texts. Case is ignored. */
export type ScheduleCriterion =
  | Name
  | SiteCriterion
  | { field: 'enablingGroup'; contains: readonly string[] }
  | { field: 'editable'; anyOf: readonly boolean[] }

/** What a listing of holidays may be narrowed by. `time` is local: `YYYY-MM-DDTHH:MM:SS`. */
export type HolidayCriterion = Name | SiteCriterion | TimeCriterion
type TimeCriterion = { field: 'start' | 'end'; is: 'at' | 'after' | 'before'; time: string }

type Named = { name: string; siteName?: string | undefined }

/** Whether a schedule meets a criterion. */
export const scheduleMeets = (
  schedule: Named & { editable: boolean; enablingGroupName?: string | undefined },
  criterion: ScheduleCriterion,
): boolean => {
  if (criterion.field === 'editable') return criterion.anyOf.includes(schedule.editable)
  if (criterion.field === 'enablingGroup') return containsAny(schedule.enablingGroupName, criterion.contains)
  return namedMeets(schedule, criterion)
}

/** Whether a holiday meets a criterion. Local times of one form compare as texts. */
export const holidayMeets = (holiday: Named & { start: string; end: string }, criterion: HolidayCriterion): boolean => {
  if (criterion.field === 'name' || criterion.field === 'site') return namedMeets(holiday, criterion)
  const { is, time } = criterion
  const found = holiday[criterion.field]
  return is === 'at' ? found === time : is === 'after' ? found > time : found < time
}

const namedMeets = (named: Named, criterion: Name | SiteCriterion): boolean => {
  if (criterion.field === 'name') return containsAny(named.name, criterion.contains)
  return named.siteName === undefined ? criterion.orUniversal : containsAny(named.siteName, criterion.contains)
}
