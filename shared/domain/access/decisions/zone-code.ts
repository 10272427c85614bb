import { ok, type Result } from '../../../lib/result.ts'
import type { DoorSide } from '../../places/access-points/entity.ts'
import { bordersAt } from './anti-passback.ts'
import type { DenialReason } from './decision.ts'
import { checkInterlock } from './interlock.ts'
import { type DoorPosture, isLockedDown } from './posture.ts'
import { isAsked, type Place } from './presenting.ts'
import type { PanelAccessPoint } from './rules.ts'
import { named, type Trace } from './trace.ts'

/** Whether a code opens this side of a door by itself, whoever types it. */
export const isZoneCode = ({ zoneCodes }: PanelAccessPoint, doorSide: DoorSide, pin: string): boolean =>
  zoneCodes?.some(({ code, side }) => code === pin && (side === undefined || side === doorSide)) ?? false

/**
 * Whether a code of the door opens it now. It is nobody's, so it opens nothing that asks who it is: not in a lockdown, not against privacy,
 * and not where two factors or two people are asked for or where it matters who is in an area.
 */
export const checkZoneCode = (place: Place & { posture: DoorPosture }, trace: Trace): Result<undefined, DenialReason> => {
  const { point, memory, posture } = place
  const door = named('access point', point.id)
  const { factors, twoPerson } = point.doorRules ?? {}
  if (isLockedDown(posture, point)) return trace.deny('not_locked_down', 'locked_down', [door, ' is locked down'])
  if (memory.privacy?.includes(point.id))
    return trace.deny('privacy_off', 'privacy_mode', [door, ' is set to privacy from inside'])
  if (point.twoFactorEnabled || isAsked(factors, place, []))
    return trace.deny('second_factor', 'second_factor_required', [door, ' asks for more than a code'])
  const free = checkInterlock(place, trace)
  if (!free.ok) return free
  const isDenying = ({ antiPassback, occupancy }: (typeof borders)[number]['area']) =>
    antiPassback?.enforcement === 'deny' || occupancy?.enforcement === 'deny'
  const borders = bordersAt(place)
  const guarded = borders.find(({ area }) => isDenying(area))
  if (guarded)
    return trace.deny('anti_passback', 'anti_passback', [
      'nobody is known by a code at the border of ',
      named('area', guarded.area.id),
    ])
  if (isAsked(twoPerson, place, [])) return trace.deny('second_person', 'second_person_required', [door, ' asks for two people'])
  return ok(undefined)
}
