import { z } from 'zod'
import { afterChange, definedOf } from '../../../lib/defined.ts'
import { AccessPointId, DoorSetId, PanelId } from '../../../lib/ids.ts'
import { DoorSide } from '../access-points/entity.ts'

/** A code that is nobody's, of as many digits as a PIN may have; the account may ask for more than four. */
export const ZoneCode = z.string().regex(/^[0-9]{4,8}$/)

/**
 * A named set of doors and sides of doors, of one site or of several. A side lies in at most one `exclusive` set; a set is made
 * exclusive or not, and stays so. `zoneCode` opens its doors by itself, at the sides that lie in the set. With `silentAlarm` a code one higher than a
 * right one raises a silent alarm at its doors, at both of their sides.
 */
export const DoorSet = z.object({
  id: DoorSetId,
  version: z.number(),
  name: z.string(),
  exclusive: z.boolean(),
  zoneCode: ZoneCode.optional(),
  silentAlarm: z.literal(true).optional(),
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
export type CreateDoorSet = Pick<DoorSet, 'name' | 'exclusive' | 'zoneCode' | 'silentAlarm'> & { doors: readonly DoorInSet[] }

/**
 * What to change of a set: what is left out stays as it is, and `null` takes the zone code away. `doors` either names every door that the set has then, or what
 * changes: `put` adds doors and says the side of those that are in it already.
 */
export type DoorSetChanges = {
  name?: string
  zoneCode?: string | null
  silentAlarm?: boolean
  doors?: { all: readonly DoorInSet[] } | { put?: readonly DoorInSet[]; remove?: readonly AccessPointId[] }
}

/** The set with what was asked for besides its doors. */
export const withSettings = (
  { zoneCode: oldCode, silentAlarm: oldAlarm, ...set }: DoorSet,
  { name = set.name, zoneCode, silentAlarm = oldAlarm ?? false }: DoorSetChanges,
): DoorSet => ({
  ...set,
  name,
  ...definedOf({ zoneCode: afterChange(oldCode, zoneCode), silentAlarm: silentAlarm ? (true as const) : undefined }),
})

/** What of a set audit events say; the digits of a zone code never. */
export const doorSetProperties = ['name', 'zoneCode', 'silentAlarm'] as const
export const secretDoorSetProperties = ['zoneCode'] as const
