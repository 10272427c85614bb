import { z } from 'zod'
import { AccessPointId, PanelId, ReaderId } from '../../../lib/ids.ts'
import { DoorSide } from '../../places/access-points/entity.ts'

/** What is presented at a reader, or what it is besides. */
export const ReaderType = z.enum(['card_reader', 'keypad', 'fingerprint_reader', 'camera', 'intercom', 'other'])
export type ReaderType = z.infer<typeof ReaderType>

/** A reader of a panel, at one side of a door. `panelId` is a copy: the panel of the door. */
export const Reader = z.object({
  id: ReaderId,
  version: z.number(),
  name: z.string(),
  type: ReaderType,
  accessPointId: AccessPointId,
  side: DoorSide,
  panelId: PanelId,
  createdAt: z.number(),
  updatedAt: z.number(),
})
export type Reader = z.infer<typeof Reader>

/** What a new reader is made of; without a side it is at the entry. */
export type CreateReader = Pick<Reader, 'name' | 'type' | 'accessPointId'> & { side?: DoorSide }
/** What to change of a reader: what is left out stays as it is. A reader stays at its door. */
export type ReaderChanges = Partial<Pick<Reader, 'name' | 'type' | 'side'>>
