import { ok, type Result } from '../../../lib/result.ts'
import { bordersAt, checkAntiPassback } from './anti-passback.ts'
import { checkEscort, checkTwoPeople } from './companions.ts'
import type { Decision, DenialReason } from './decision.ts'
import { checkFactors } from './factors.ts'
import { checkInterlock } from './interlock.ts'
import { checkOccupancy } from './occupancy.ts'
import type { Presenting } from './presenting.ts'
import type { Trace } from './trace.ts'

/** What passing a door means besides that it opens. */
export type Passing = Pick<Decision, 'withUserId' | 'passages' | 'breaches'>

/**
 * Whether the person may pass by what the door asks for besides a permission, in the order of the rules. A grant for floors alone opens no
 * border, so it is not asked then who is where. Of two people who pass anti-passback is asked of both: of the one who waited once more, at the end.
 */
export const checkDoorRules = (presenting: Presenting, onlyFloors: boolean, trace: Trace): Result<Passing, DenialReason> => {
  const { point, person, at, rules } = presenting
  const hasBorders = !onlyFloors && rules.bordersOf.has(point.id)
  if (!point.twoFactorEnabled && !point.doorRules && !hasBorders) return ok({})
  const borders = hasBorders ? bordersAt(presenting) : []
  const factors = checkFactors(presenting, trace)
  if (!factors.ok) return factors
  const free = checkInterlock(presenting, trace)
  if (!free.ok) return free
  const own = checkAntiPassback(borders, presenting, person.user, trace)
  if (!own.ok) return own
  const escort = checkEscort(presenting, trace)
  if (!escort.ok) return escort
  const second = checkTwoPeople(presenting, trace)
  if (!second.ok) return second
  const companion = second.value ?? escort.value
  const others = companion ? checkAntiPassback(borders, presenting, companion, trace) : ok([])
  if (!others.ok) return others
  const people = companion ? [person.user, companion] : [person.user]
  const over = checkOccupancy(borders, presenting, people, trace)
  if (!over.ok) return over
  const breaches = [...own.value, ...others.value, ...over.value]
  const userIds = people.map(({ id }) => id)
  return ok({
    ...(companion ? { withUserId: companion.id } : {}),
    ...(borders.length > 0
      ? { passages: borders.map(({ area, direction }) => ({ areaId: area.id, direction, userIds, at })) }
      : {}),
    ...(breaches.length > 0 ? { breaches } : {}),
  })
}
