import { z } from 'zod'
import { AccessPointId, AreaId, PanelId, UserId } from '../../../lib/ids.ts'
import { DoorSide } from '../../places/access-points/entity.ts'
import { Weekday } from '../schedules/timetable.ts'

/** A side of a door at the border of an area: who passes by it enters the area (`in`) or leaves it (`out`). */
export const AreaBorder = z.object({ accessPointId: AccessPointId, side: DoorSide, direction: z.enum(['in', 'out']) })
export type AreaBorder = z.infer<typeof AreaBorder>

/** What a breach does: `log` lets the person pass and notes it, `deny` refuses. */
export const Enforcement = z.enum(['log', 'deny'])
export type Enforcement = z.infer<typeof Enforcement>

/**
 * Anti-passback: nobody enters who is inside, and nobody leaves who is outside. After `timeoutMinutes` a passage is forgotten; without it
 * never, until a reset.
 */
export const AntiPassback = z.object({ enforcement: Enforcement, timeoutMinutes: z.int().positive().optional() })
export type AntiPassback = z.infer<typeof AntiPassback>

/** How many people may be inside at once. */
export const Occupancy = z.object({ enforcement: Enforcement, limit: z.int().positive() })
export type Occupancy = z.infer<typeof Occupancy>

/** On which weekday, and how many minutes after midnight on the wall clock of the area, it is forgotten who is inside. */
export const AreaReset = z.object({ weekday: Weekday, minute: z.int().min(0).max(1439) })
export type AreaReset = z.infer<typeof AreaReset>

/**
 * An area of which it is known who is inside. Its borders are doors of one panel. Anti-passback does not hold for `exceptUserIds`, nor for
 * members of a group that is immune to it; they count as inside all the same.
 */
export const Area = z.object({
  id: AreaId,
  version: z.number(),
  name: z.string(),
  panelId: PanelId,
  borders: z.array(AreaBorder).min(1),
  antiPassback: AntiPassback.optional(),
  occupancy: Occupancy.optional(),
  exceptUserIds: z.array(UserId),
  resets: z.array(AreaReset),
  createdAt: z.number(),
  updatedAt: z.number(),
})
export type Area = z.infer<typeof Area>

/** The most borders of an area, people that anti-passback does not hold for, and resets in a week. */
export const maxBorders = 64
export const maxExceptUsers = 500
export const maxAreaResets = 14
/** The most areas of one panel. */
export const maxAreasOfPanel = 32

/** What a new area is made of. Its panel is that of its doors. */
export type CreateArea = Pick<Area, 'name' | 'borders' | 'antiPassback' | 'occupancy' | 'exceptUserIds' | 'resets'>
/** What to change of an area: what is left out stays as it is, and `null` takes anti-passback or the limit away. */
export type AreaChanges = Partial<Pick<Area, 'name' | 'borders' | 'exceptUserIds' | 'resets'>> & {
  antiPassback?: AntiPassback | null
  occupancy?: Occupancy | null
}
