import { z } from 'zod'
import {
  ControlPanelFirmware,
  controlPanelFirmware,
  FirmwareInput,
} from '../../../../shared/dialects/brivo/control-panels/firmware.ts'
import { getFirmware, requestFirmware } from '../../../../shared/domain/devices/firmware/request.ts'
import { route } from '../../../../shared/http/route.ts'
import { PanelId } from '../../../../shared/lib/ids.ts'
import type { ApiDeps } from '../../env.ts'
import { reply } from '../../reply.ts'
import { on } from '../../route.ts'
import { errors, json, jsonBody } from '../../wire.ts'

const Params = z.object({ controlPanelId: PanelId })

const retrieve = route('get', '/{controlPanelId}/firmware', {
  operationId: 'getControlPanelFirmware',
  permission: 'panels:view',
  request: { params: Params },
  responses: {
    200: json('What the panel runs, and what it can be asked to run', ControlPanelFirmware),
    ...errors(400, 403, 404),
  },
})
const update = route('post', '/{controlPanelId}/firmware', {
  operationId: 'updateControlPanelFirmware',
  permission: 'panels:edit',
  alsoBy: ['put'],
  request: { params: Params, ...jsonBody(FirmwareInput) },
  responses: {
    200: json('The panel was asked to install it; GET shows how far that came', ControlPanelFirmware),
    ...errors(400, 403, 404, 412),
  },
})

/** `/v1/api/control-panels/{controlPanelId}/firmware` */
export const controlPanelFirmwareRoutes = (deps: ApiDeps<'panels' | 'presences'>) => [
  on(retrieve, async (c) => {
    const found = await getFirmware(deps, c.var.principal, c.req.valid('param').controlPanelId)
    return reply(c, found, (value) => controlPanelFirmware(value, deps.now()))
  }),
  on(update, async (c) => {
    const { controlPanelId } = c.req.valid('param')
    const asked = await requestFirmware(deps, c.var.principal, controlPanelId, c.req.valid('json').firmwareVersion)
    return reply(c, asked, (value) => controlPanelFirmware(value, deps.now()))
  }),
]
