import { z } from 'zod'
import { DeviceStatus, deviceStatus } from '../../../../shared/dialects/brivo/device-status/wire.ts'
import { DoorOverrideInput, wantedOverrideOf } from '../../../../shared/dialects/brivo/overrides/inputs.ts'
import { cancelOverride } from '../../../../shared/domain/access/overrides/cancel.ts'
import { setOverride } from '../../../../shared/domain/access/overrides/set.ts'
import { statusAfter } from '../../../../shared/domain/access/overrides/status-after.ts'
import { route } from '../../../../shared/http/route.ts'
import { AccessPointId } from '../../../../shared/lib/ids.ts'
import { apiError } from '../../api-error.ts'
import type { ApiDeps } from '../../env.ts'
import { reply } from '../../reply.ts'
import { onRefusing } from '../../route.ts'
import { errors, json, jsonBody } from '../../wire.ts'

const on = onRefusing('Access to the requested resource was denied')

const Params = z.object({ accessPointId: AccessPointId })
const common = { permission: 'access-points:override', actors: ['administrator'] } as const

const set = route('post', '/change-state/{accessPointId}', {
  ...common,
  operationId: 'setDoorOverride',
  alsoBy: ['put'],
  request: { params: Params, ...jsonBody(DoorOverrideInput) },
  responses: {
    200: json('How the door stands now; UNKNOWN when its panel did not say in ten seconds', DeviceStatus),
    ...errors(400, 403, 404, 409, 412, 417),
  },
})
const cancel = route('delete', '/change-state/{accessPointId}', {
  ...common,
  operationId: 'cancelDoorOverride',
  request: { params: Params },
  responses: {
    200: json('How the door stands now; UNKNOWN when its panel did not say in ten seconds', DeviceStatus),
    ...errors(400, 403, 404, 409, 412, 417),
  },
})

/** `/v1/api/schedules/change-state/{accessPointId}`. The header `Accept-version: 2.0` may be there or not: it changes nothing. */
export const overrideRoutes = (
  deps: ApiDeps<'accessPoints' | 'areas' | 'groups' | 'holidays' | 'panels' | 'postures' | 'presences' | 'schedules' | 'sites'>,
) => [
  on(set, async (c) => {
    const { accessPointId } = c.req.valid('param')
    const result = await setOverride(deps, c.var.principal, accessPointId, wantedOverrideOf(c.req.valid('json')))
    if (!result.ok) return apiError(c, result.error)
    return reply(c, await statusAfter(deps, c.var.principal, accessPointId, result.value.posture), deviceStatus)
  }),
  on(cancel, async (c) => {
    const { accessPointId } = c.req.valid('param')
    const result = await cancelOverride(deps, c.var.principal, accessPointId)
    if (!result.ok) return apiError(c, result.error)
    return reply(c, await statusAfter(deps, c.var.principal, accessPointId, result.value.posture), deviceStatus)
  }),
]
