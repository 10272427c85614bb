import type { SubscriptionCriterion } from '../../../domain/outbound/subscriptions/list.ts'
import { ok, type Result } from '../../../lib/result.ts'
import { type FilterError, parseFilter } from '../filter.ts'

/** Reads the filter of Event Subscription Listing, where `name__eq` is the whole name (API document, Event Subscriptions). */
export const readSubscriptionFilter = (filter: string | undefined): Result<SubscriptionCriterion[], FilterError> => {
  const parsed = parseFilter(filter, { name: ['eq'] })
  return parsed.ok ? ok(parsed.value.map(({ values }) => ({ field: 'name', anyOf: values }))) : parsed
}
