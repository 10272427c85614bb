import { ok, type Result } from '../../../lib/result.ts'
import { lastReset } from './area-resets.ts'
import type { Breach, DenialReason } from './decision.ts'
import type { IndexedBorder } from './index-rules.ts'
import type { Place } from './presenting.ts'
import type { PanelArea, PanelUser } from './rules.ts'
import { eachNamed, type Trace } from './trace.ts'

/** Whether these people may enter the areas by how many are inside. The answer is what of it is to be reported, of areas that only log it. */
export const checkOccupancy = (
  borders: readonly IndexedBorder[],
  place: Place,
  people: readonly PanelUser[],
  trace: Trace,
): Result<Breach[], DenialReason> => {
  const limited = borders.filter(({ area, direction }) => area.occupancy && direction === 'in').map(({ area }) => area)
  if (limited.length === 0) return ok([])
  const over = limited.filter((area) => area.occupancy && insideThen(area, place, people) > area.occupancy.limit)
  const full = over.filter(({ occupancy }) => occupancy?.enforcement === 'deny')
  const areasOf = (some: readonly PanelArea[]) =>
    eachNamed(
      'area',
      some.map(({ id }) => id),
    )
  if (full.length > 0) return trace.deny('occupancy', 'area_full', ['full: ', ...areasOf(full)])
  trace.pass(
    'occupancy',
    over.length > 0 ? ['over the limit, which is only noted: ', ...areasOf(over)] : ['not full: ', ...areasOf(limited)],
  )
  return ok(over.length > 0 ? [{ reason: 'area_over_limit' }] : [])
}

/** How many would be inside with these people: whoever is inside already is not counted twice. */
const insideThen = (
  { id, resets, timeZone }: PanelArea,
  { memory: { areas }, at }: Place,
  people: readonly PanelUser[],
): number => {
  const since = lastReset(resets, timeZone, at)
  const isInside = (user: PanelUser): boolean => {
    const last = areas?.last(id, user.id)
    return last?.direction === 'in' && last.at >= since
  }
  return (areas?.insideSince(id, since) ?? 0) + people.filter((user) => !isInside(user)).length
}
