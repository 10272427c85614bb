import { definedOf } from '../../../lib/defined.ts'
import { isFunctional, usableBorders } from '../../access/areas/problems.ts'
import type { Frame } from '../../access/decisions/entity.ts'
import type { FrameSources } from './rule-sources.ts'

/**
 * The areas of a panel, with those of their borders whose doors are there. One that has no entry any more, or anti-passback and no exit, is left out:
 * it would lock people in or out.
 */
export const compileAreas = (
  { areas, accessPoints }: Pick<FrameSources, 'areas' | 'accessPoints'>,
  compiled: Frame['accessPoints'],
): Frame['areas'] => {
  const byId = new Map<number, Frame['accessPoints'][number]>(compiled.map((point) => [point.id, point]))
  const doors = accessPoints.filter(({ id }) => byId.has(id))
  return [...areas]
    .sort((one, other) => one.id - other.id)
    .flatMap(({ id, borders: all, antiPassback, occupancy, exceptUserIds, resets }) => {
      const borders = usableBorders(all, doors)
      const timeZone = byId.get(borders[0]?.accessPointId ?? 0)?.timeZone
      if (timeZone === undefined || !isFunctional(borders, { borders, antiPassback })) return []
      return [{ id, borders, ...definedOf({ antiPassback, occupancy }), exceptUserIds, resets, timeZone }]
    })
}
