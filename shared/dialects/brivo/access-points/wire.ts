import { z } from 'zod'
import type { Schedule } from '../../../domain/access/schedules/entity.ts'
import type { AccessPoint } from '../../../domain/places/access-points/entity.ts'
import { AccessPointType } from '../../../domain/places/access-points/types.ts'
import { omitEmpty } from '../../../lib/defined.ts'
import { DoorRulesWire, doorRulesWire } from './door-rules.ts'

export const AccessPointListed = z
  .object({
    id: z.number(),
    name: z.string(),
    controlPanelId: z.number(),
    siteId: z.number(),
    siteName: z.string(),
    activationEnabled: z.boolean(),
    twoFactorEnabled: z.boolean(),
    type: AccessPointType,
    reportLiveStatus: z.boolean(),
  })
  .meta({ id: 'AccessPointListed' })
/** What access points of one type have besides (ours). */
const ownFields = {
  elevatorId: z.number().optional(),
  floorNumber: z.number().optional(),
  relay: z.number().optional(),
  wiegandPort: z.number().optional(),
  lockSerialNumber: z.string().optional(),
}
export const AccessPointWire = AccessPointListed.extend({
  pulseSeconds: z.number(),
  unlockScheduleId: z.number().optional(),
  unlockScheduleName: z.string().optional(),
  unlockScheduleEnablingGroupId: z.number().optional(),
  failedAttempts: z.object({ limit: z.number(), blockSeconds: z.number() }).optional(),
  doorRules: DoorRulesWire.optional(),
  ...ownFields,
}).meta({ id: 'AccessPoint' })

/** A door as listings answer it (API document, Access Point Listing). */
export const accessPointListed = (point: AccessPoint): z.infer<typeof AccessPointListed> => ({
  id: point.id,
  name: point.name,
  controlPanelId: point.panelId,
  siteId: point.siteId,
  siteName: point.siteName,
  activationEnabled: point.activationEnabled,
  twoFactorEnabled: point.twoFactorEnabled,
  type: point.type,
  reportLiveStatus: point.reportLiveStatus,
})

/** A door as its retrieval answers it (API document, Access Point Retrieval), with the schedule that unlocks it, if there is one. */
export const accessPointWire = (point: AccessPoint, unlockSchedule: Schedule | undefined): z.infer<typeof AccessPointWire> =>
  omitEmpty({
    ...accessPointListed(point),
    pulseSeconds: point.pulseSeconds,
    unlockScheduleId: unlockSchedule?.id,
    unlockScheduleName: unlockSchedule?.name,
    unlockScheduleEnablingGroupId: unlockSchedule?.enablingGroupId,
    failedAttempts: point.failedAttempts,
    doorRules: point.doorRules && doorRulesWire(point.doorRules),
    elevatorId: point.floor?.liftId,
    floorNumber: point.floor?.number,
    relay: point.floor?.relay,
    wiegandPort: point.wiegandPort,
    lockSerialNumber: point.lockSerialNumber,
  })
