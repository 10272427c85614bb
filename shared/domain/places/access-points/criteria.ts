import { type NameCriterion, nameMeets } from '../../name-criterion.ts'

/** What a listing of doors may be narrowed by: every criterion has to hold. */
export type AccessPointCriterion = NameCriterion | { field: 'reportLiveStatus'; anyOf: readonly boolean[] }

/** Whether a door meets a criterion. */
export const accessPointMeets = (point: { name: string; live: boolean }, criterion: AccessPointCriterion): boolean =>
  criterion.field === 'name' ? nameMeets(point.name, [criterion]) : criterion.anyOf.includes(point.live)
