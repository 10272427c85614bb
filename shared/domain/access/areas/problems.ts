import type { AccessPointId } from '../../../lib/ids.ts'
import type { AccessPoint } from '../../places/access-points/entity.ts'
import { abilitiesOf } from '../../places/access-points/types.ts'
import type { Area, AreaBorder } from './entity.ts'

/** What keeps a border, or a whole area, from doing anything. */
export type AreaProblem =
  | { problem: 'door_missing' | 'no_reader'; accessPointId: AccessPointId }
  | { problem: 'no_entry' | 'no_exit' }

/** What is asked of an area: its borders, and whether it has anti-passback. */
type Bounded = Pick<Area, 'borders' | 'antiPassback'>
/** What is asked of the doors at its borders. */
type Door = Pick<AccessPoint, 'id' | 'type'>

/** The borders whose doors exist, and have readers at which somebody can be known. */
export const usableBorders = (borders: readonly AreaBorder[], doors: readonly Door[]): AreaBorder[] => {
  const byId = new Map<number, Door>(doors.map((door) => [door.id, door]))
  return borders.filter(({ accessPointId }) => {
    const door = byId.get(accessPointId)
    return door !== undefined && abilitiesOf(door.type).reads
  })
}

/** What an area lacks with these of its borders: nobody is known to be inside without an entry, and anti-passback without an exit locks people in. */
const lacking = (usable: readonly AreaBorder[], { antiPassback }: Bounded): AreaProblem[] => [
  ...(usable.some(({ direction }) => direction === 'in') ? [] : [{ problem: 'no_entry' } as const]),
  ...(!antiPassback || usable.some(({ direction }) => direction === 'out') ? [] : [{ problem: 'no_exit' } as const]),
]

/** Whether an area does what it is for with these of its borders; a panel gets no other. */
export const isFunctional = (usable: readonly AreaBorder[], area: Bounded): boolean => lacking(usable, area).length === 0

/** Everything that is wrong with an area, each door once: first what concerns single borders. `doors` are those of them that exist. */
export const problemsOf = (area: Bounded, doors: readonly Door[]): AreaProblem[] => {
  const usable = usableBorders(area.borders, doors)
  const known = new Set<number>(doors.map(({ id }) => id))
  const useless = area.borders.filter((border) => !usable.includes(border)).map(({ accessPointId }) => accessPointId)
  return [
    ...[...new Set(useless)].map((accessPointId) => ({
      problem: known.has(accessPointId) ? ('no_reader' as const) : ('door_missing' as const),
      accessPointId,
    })),
    ...lacking(usable, area),
  ]
}
