import { z } from 'zod'
import { AccessPointId, LiftFloorId, PanelId } from '../../../lib/ids.ts'

/**
 * A floor of a lift: an output (`relay`) of the panel behind the door of the cabin, which lets a passenger choose the floor.
 * `number` is the floor's own, as people count them, so it may be 0 or negative. `panelId` is a copy: the panel of the door.
 */
export const LiftFloor = z.object({
  id: LiftFloorId,
  version: z.number(),
  name: z.string(),
  number: z.int(),
  accessPointId: AccessPointId,
  panelId: PanelId,
  relay: z.int().positive(),
  createdAt: z.number(),
  updatedAt: z.number(),
})
export type LiftFloor = z.infer<typeof LiftFloor>

/** What a new floor is made of. */
export type CreateLiftFloor = Pick<LiftFloor, 'name' | 'number' | 'accessPointId' | 'relay'>
/** What to change of a floor: what is left out stays as it is. A floor stays behind its door. */
export type LiftFloorChanges = Partial<Omit<CreateLiftFloor, 'accessPointId'>>
