import { createRoute, z } from '@hono/zod-openapi'
import { getLiveStatus, type LiveStatus } from '../../../../shared/domain/places/access-points/live-status.ts'
import { omitEmpty } from '../../../../shared/lib/defined.ts'
import { AccessPointId } from '../../../../shared/lib/ids.ts'
import { formatInstant } from '../../../../shared/lib/wire-time.ts'
import { apiError } from '../../api-error.ts'
import { type ApiDeps, router } from '../../env.ts'
import { requirePermission } from '../../middleware/require-permission.ts'
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

const retrieve = createRoute({
  method: 'get',
  path: '/{accessPointId}',
  operationId: 'getDeviceStatus',
  middleware: [requirePermission('access-points:view')] as const,
  request: { params: z.object({ accessPointId: AccessPointId }) },
  responses: { 200: json('How the door stands now', DeviceStatus), ...errors(400, 403, 404) },
})

/** `/v1/api/device-status` */
export const deviceStatusRoutes = (deps: ApiDeps) =>
  router().openapi(retrieve, async (c) => {
    const found = await getLiveStatus(deps, c.var.principal, c.req.valid('param').accessPointId)
    if (!found.ok) return apiError(c, found.error)
    const { point, panel, site, status } = found.value
    return c.json(
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
      }),
      200,
    )
  })
