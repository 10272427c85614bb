import type { Budget } from '../../shared/domain/identity/quotas/entity.ts'

/** Paths that are not paid from the general budget, by what comes after the prefix of the API. */
const apart: readonly (readonly [RegExp, Budget])[] = [
  // A lockdown must not wait, nor may it be kept from somebody that the list of scenarios cannot be read.
  [/^\/v1\/api\/emergency-scenarios(\/|$)/, 'emergencies'],
  // What opens a door now, or holds it open or shut.
  [/^\/v1\/api\/access-points\/[^/]+\/(activate|unlock|activateElevator)\/?$/, 'doors'],
  [/^\/v1\/api\/schedules\/change-state\/[^/]+\/?$/, 'doors'],
  // What takes from somebody at once all that opens doors.
  [/^\/v1\/api\/users\/[^/]+\/(suspended|revoke-credentials)\/?$/, 'revocations'],
]

/** The budget that a request for `path` is paid from. */
export const budgetOf = (path: string): Budget => apart.find(([pattern]) => pattern.test(path))?.[1] ?? 'general'
