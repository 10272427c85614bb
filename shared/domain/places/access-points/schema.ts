import { z } from 'zod'
import { AccessPointId, PanelId, ScheduleId, SiteId } from '../../../lib/ids.ts'

const longestPulseSeconds = 60

const settings = {
  name: z.string().trim().min(1).max(64),
  activationEnabled: z.boolean(),
  twoFactorEnabled: z.boolean(),
  reportLiveStatus: z.boolean(),
  /** How long a pulse leaves the door unlocked. */
  pulseSeconds: z.int().min(1).max(longestPulseSeconds),
}

/** What a caller says of an access point (ours: the API document has no call that adds one). */
export const AccessPointInput = z
  .object({
    ...settings,
    activationEnabled: settings.activationEnabled.default(true),
    twoFactorEnabled: settings.twoFactorEnabled.default(false),
    reportLiveStatus: settings.reportLiveStatus.default(true),
    pulseSeconds: settings.pulseSeconds.default(5),
    controlPanelId: PanelId,
    unlockScheduleId: ScheduleId.nullish(),
  })
  .meta({ id: 'AccessPointInput' })
export type AccessPointInput = z.infer<typeof AccessPointInput>

/** What may be changed; `null` takes the unlock schedule away. */
export const AccessPointPatch = z
  .object({ ...settings, unlockScheduleId: ScheduleId.nullable() })
  .partial()
  .meta({ id: 'AccessPointPatch' })
export type AccessPointPatch = z.infer<typeof AccessPointPatch>

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
