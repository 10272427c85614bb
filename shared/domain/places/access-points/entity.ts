import { z } from 'zod'
import { AccessPointId, PanelId, ScheduleId, SiteId } from '../../../lib/ids.ts'

/** A door has two sides, each with its own readers: 1 is the entry, 2 the exit. A door that never says so has side 1. */
export const DoorSide = z.literal([1, 2])
export type DoorSide = z.infer<typeof DoorSide>

/** A door. The names of its site are kept here too, so that a retrieval is one read. */
export const AccessPoint = z.object({
  id: AccessPointId,
  version: z.number(),
  name: z.string(),
  panelId: PanelId,
  siteId: SiteId,
  siteName: z.string(),
  activationEnabled: z.boolean(),
  twoFactorEnabled: z.boolean(),
  type: z.literal('DOOR'),
  reportLiveStatus: z.boolean(),
  pulseSeconds: z.number(),
  /** The door stands unlocked while this schedule is open. */
  unlockScheduleId: ScheduleId.optional(),
  createdAt: z.number(),
  updatedAt: z.number(),
})
export type AccessPoint = z.infer<typeof AccessPoint>

type Settings = Pick<AccessPoint, 'name' | 'activationEnabled' | 'twoFactorEnabled' | 'reportLiveStatus' | 'pulseSeconds'>

/** What a new door is made of. `pulseSeconds` is how long a pulse leaves it unlocked. */
export type CreateAccessPoint = Settings & { panelId: PanelId; unlockScheduleId?: ScheduleId }
/** What to change of a door: what is left out stays as it is, and `null` takes the unlock schedule away. */
export type AccessPointChanges = Partial<Settings> & { unlockScheduleId?: ScheduleId | null }
