import { z } from 'zod'
import { AccessPointId, DoorSetId, PanelId } from '../../../lib/ids.ts'
import { DoorSide } from '../access-points/entity.ts'

/**
 * A named set of doors and sides of doors, of one site or of several. A side lies in at most one `exclusive` set; a set is made
 * exclusive or not, and stays so.
 */
export const DoorSet = z.object({
  id: DoorSetId,
  version: z.number(),
  name: z.string(),
  exclusive: z.boolean(),
  createdAt: z.number(),
  updatedAt: z.number(),
})
export type DoorSet = z.infer<typeof DoorSet>

/** That a door lies in a set: by both sides, or by one. `panelId` is a copy: the panel of the door. */
export const DoorSetMember = z.object({
  doorSetId: DoorSetId,
  accessPointId: AccessPointId,
  side: DoorSide.optional(),
  panelId: PanelId,
})
export type DoorSetMember = z.infer<typeof DoorSetMember>

/** The sides of a door that a place in a set covers. */
export const sidesOf = ({ side }: { side?: DoorSide | undefined }): DoorSide[] => (side === undefined ? [1, 2] : [side])

/** A door whose place in a set changes, as it is stored: without `after` it is taken out, without `before` it is new. */
export type StoredChange = { before?: DoorSetMember; after?: DoorSetMember }

/** That an exclusive set has a side of a door. */
export const HeldSide = z.object({ accessPointId: AccessPointId, side: DoorSide, doorSetId: DoorSetId })
export type HeldSide = z.infer<typeof HeldSide>

/** A door to be in a set, by both sides unless it names one. */
export type DoorInSet = Pick<DoorSetMember, 'accessPointId' | 'side'>

/** What a new set is made of. */
export type CreateDoorSet = Pick<DoorSet, 'name' | 'exclusive'> & { doors: readonly DoorInSet[] }

/**
 * What to change of a set: what is left out stays as it is. `doors` either names every door that the set has then, or what
 * changes: `put` adds doors and says the side of those that are in it already.
 */
export type DoorSetChanges = {
  name?: string
  doors?: { all: readonly DoorInSet[] } | { put?: readonly DoorInSet[]; remove?: readonly AccessPointId[] }
}
