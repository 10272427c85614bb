import { z } from 'zod'
import { formatInstant } from '../../../../shared/dialects/brivo/wire-time.ts'
import { type DoorStatus, getLiveStatus, type LiveStatus } from '../../../../shared/domain/places/access-points/live-status.ts'
import { omitEmpty } from '../../../../shared/lib/defined.ts'
import { AccessPointId } from '../../../../shared/lib/ids.ts'
import type { ApiDeps } from '../../env.ts'
import { reply } from '../../reply.ts'
import { on, route } from '../../route.ts'
import { errors, json } from '../../wire.ts'

const DeviceStatus = z
  .object({
    accessPointName: z.string(),
    accessPointState: z.enum(['LOCKED', 'UNLOCKED', 'UNKNOWN']),
    accessPointScheduledState: z.enum(['LOCK', 'UNLOCK', 'UNKNOWN']),
    accessPointInputState: z.enum(['LOCKED', 'UNLOCKED', 'UNKNOWN']),
    statusUpdated: z.string().optional(),
    siteName: z.string(),
    siteTimezone: z.string(),
    panelName: z.string(),
    panelCpNumber: z.string(),
    canPanelSupportScheduleOverride: z.boolean(),
    unlockSchedule: z
      .object({
        id: z.number(),
        name: z.string(),
        isScheduleBlockActive: z.boolean(),
        nextTimeChange: z.string().optional(),
      })
      .optional(),
  })
  .meta({ id: 'DeviceStatus' })

const unlockSchedule = ({ id, name, isOpen, nextChangeAt }: NonNullable<LiveStatus['unlockSchedule']>) =>
  omitEmpty({
    id,
    name,
    isScheduleBlockActive: isOpen,
    nextTimeChange: nextChangeAt === undefined ? undefined : formatInstant(nextChangeAt),
  })

/** How a door stands, as the API answers it (API document, Live Status). */
const deviceStatus = ({ point, panel, site, status }: DoorStatus): z.infer<typeof DeviceStatus> =>
  omitEmpty({
    accessPointName: point.name,
    accessPointState: status.state,
    accessPointScheduledState: status.scheduledState,
    accessPointInputState: status.state,
    statusUpdated: status.statusUpdatedAt === undefined ? undefined : formatInstant(status.statusUpdatedAt),
    siteName: site.siteName,
    siteTimezone: site.timeZone,
    panelName: panel.name,
    panelCpNumber: panel.serialNumber,
    canPanelSupportScheduleOverride: false,
    unlockSchedule: status.unlockSchedule && unlockSchedule(status.unlockSchedule),
  })

const retrieve = route('get', '/{accessPointId}', {
  operationId: 'getDeviceStatus',
  permission: 'access-points:view',
  request: { params: z.object({ accessPointId: AccessPointId }) },
  responses: { 200: json('How the door stands now', DeviceStatus), ...errors(400, 403, 404) },
})

/** `/v1/api/device-status` */
export const deviceStatusRoutes = (deps: ApiDeps<'accessPoints' | 'holidays' | 'panels' | 'schedules' | 'sites'>) => [
  on(retrieve, async (c) =>
    reply(c, await getLiveStatus(deps, c.var.principal, c.req.valid('param').accessPointId), deviceStatus),
  ),
]
