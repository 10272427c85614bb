import { z } from 'zod'
import { DeviceStatus, deviceStatus } from '../../../../shared/dialects/brivo/device-status/wire.ts'
import { getLiveStatus } from '../../../../shared/domain/places/access-points/live-status.ts'
import { route } from '../../../../shared/http/route.ts'
import { AccessPointId } from '../../../../shared/lib/ids.ts'
import type { ApiDeps } from '../../env.ts'
import { reply } from '../../reply.ts'
import { on } from '../../route.ts'
import { errors, json } from '../../wire.ts'

const retrieve = route('get', '/{accessPointId}', {
  operationId: 'getDeviceStatus',
  permission: 'access-points:view',
  request: { params: z.object({ accessPointId: AccessPointId }) },
  responses: { 200: json('How the door stands now', DeviceStatus), ...errors(400, 403, 404) },
})

/** `/v1/api/device-status` */
export const deviceStatusRoutes = (
  deps: ApiDeps<'accessPoints' | 'holidays' | 'panels' | 'postures' | 'schedules' | 'sites'>,
) => [
  on(retrieve, async (c) =>
    reply(c, await getLiveStatus(deps, c.var.principal, c.req.valid('param').accessPointId), deviceStatus),
  ),
]
