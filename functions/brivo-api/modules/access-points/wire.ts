import { z } from 'zod'
import type { Principal } from '../../../../shared/domain/identity/administrators/principal.ts'
import type { AccessPoint } from '../../../../shared/domain/places/access-points/schema.ts'
import { omitEmpty } from '../../../../shared/lib/defined.ts'
import type { ApiDeps } from '../../env.ts'

export const AccessPointListed = z
  .object({
    id: z.number(),
    name: z.string(),
    controlPanelId: z.number(),
    siteId: z.number(),
    siteName: z.string(),
    activationEnabled: z.boolean(),
    twoFactorEnabled: z.boolean(),
    type: z.string(),
    reportLiveStatus: z.boolean(),
  })
  .meta({ id: 'AccessPointListed' })
export const AccessPointWire = AccessPointListed.extend({
  pulseSeconds: z.number(),
  unlockScheduleId: z.number().optional(),
  unlockScheduleName: z.string().optional(),
  unlockScheduleEnablingGroupId: z.number().optional(),
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

/**
 * A door as its retrieval answers it (API document, Access Point Retrieval). The few that have an unlock schedule cost a second
 * read: a schedule's name and enabling group are its own, and change without its doors.
 */
export const accessPointWire = async (
  deps: Pick<ApiDeps, 'schedules'>,
  { accountId }: Principal,
  point: AccessPoint,
): Promise<z.infer<typeof AccessPointWire>> => {
  const { unlockScheduleId, pulseSeconds } = point
  const schedule = unlockScheduleId === undefined ? undefined : await deps.schedules.get(accountId, unlockScheduleId)
  return omitEmpty({
    ...accessPointListed(point),
    pulseSeconds,
    unlockScheduleId: schedule?.id,
    unlockScheduleName: schedule?.name,
    unlockScheduleEnablingGroupId: schedule?.enablingGroupId,
  })
}
