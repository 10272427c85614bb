import { minute } from '../../../lib/clock.ts'
import { ok, type Result } from '../../../lib/result.ts'
import { lastDailyReset, lastReset } from './area-resets.ts'
import type { LastPassage } from './area-states.ts'
import type { Breach, DenialReason } from './decision.ts'
import type { IndexedBorder } from './index-rules.ts'
import type { Place } from './presenting.ts'
import type { PanelArea, PanelUser } from './rules.ts'
import { eachNamed, named, type Trace } from './trace.ts'

/** The borders of areas that are passed at a side of a door. */
export const bordersAt = ({ rules, point, side }: Place): readonly IndexedBorder[] =>
  rules.bordersOf.get(point.id)?.filter((border) => border.side === side) ?? []

/**
 * Whether a person may pass these borders after where they last passed: nobody enters who is inside, and nobody leaves who is outside. The
 * answer is what of it is to be reported, of areas that only log it.
 */
export const checkAntiPassback = (
  borders: readonly IndexedBorder[],
  place: Place,
  user: PanelUser,
  trace: Trace,
): Result<Breach[], DenialReason> => {
  const guarded = borders.filter(({ area }) => area.antiPassback)
  if (guarded.length === 0) return ok([])
  const breached = guarded.filter((border) => isBreached(border, place, user))
  const denying = breached.filter(({ area }) => area.antiPassback?.enforcement === 'deny')
  const areasOf = (some: readonly IndexedBorder[]) =>
    eachNamed(
      'area',
      some.map(({ area }) => area.id),
    )
  if (denying.length > 0)
    return trace.deny('anti_passback', 'anti_passback', [
      named('user', user.id),
      ' last passed in the same direction at ',
      ...areasOf(denying),
    ])
  trace.pass('anti_passback', [
    named('user', user.id),
    ...(breached.length > 0
      ? [' last passed in the same direction, which is only noted, at ', ...areasOf(breached)]
      : [' may pass the borders of ', ...areasOf(guarded)]),
  ])
  return ok(breached.length > 0 ? [{ reason: 'anti_passback_breached', userId: user.id }] : [])
}

const isBreached = ({ area, direction }: IndexedBorder, place: Place, user: PanelUser): boolean => {
  if (area.exceptUserIds.includes(user.id)) return false
  if (user.groupIds.some((id) => place.rules.immuneToAntipassback.has(id))) return false
  return rememberedPassage(area, place, user)?.direction === direction
}

/** The last passage of a person that anti-passback still goes by. */
const rememberedPassage = (area: PanelArea, { rules, memory, at }: Place, user: PanelUser): LastPassage | undefined => {
  const last = memory.areas?.last(area.id, user.id)
  const { timeoutMinutes } = area.antiPassback ?? {}
  if (!last || last.at < lastReset(area.resets, area.timeZone, at)) return undefined
  if (timeoutMinutes !== undefined && last.at + timeoutMinutes * minute <= at) return undefined
  const isForgottenBy = (time: number | undefined) => time !== undefined && last.at < lastDailyReset(time, area.timeZone, at)
  return user.groupIds.some((id) => isForgottenBy(rules.antipassbackResets.get(id))) ? undefined : last
}
