import { containsAny } from '../lib/text.ts'

/** What a listing may be narrowed by: the name contains one of these texts, whatever the case. */
export type NameCriterion = { field: 'name'; contains: readonly string[] }

/** Whether a name meets every criterion. */
export const nameMeets = (name: string, criteria: readonly NameCriterion[]): boolean =>
  criteria.every(({ contains }) => containsAny(name, contains))
