import { z } from 'zod'
import { readControlPanelFilter } from '../../../../shared/dialects/brivo/control-panels/filter.ts'
import {
  ControlPanelInput,
  ControlPanelPatch,
  ControlPanelReplacement,
  panelChangesOf,
} from '../../../../shared/dialects/brivo/control-panels/inputs.ts'
import {
  ControlPanelListed,
  ControlPanelWire,
  controlPanelListed,
  controlPanelWire,
  NewControlPanel,
  newControlPanelWire,
} from '../../../../shared/dialects/brivo/control-panels/wire.ts'
import { createPanel } from '../../../../shared/domain/devices/panels/create.ts'
import { issuePairingCode } from '../../../../shared/domain/devices/panels/issue-pairing-code.ts'
import { getPanelWithNewest, listPanels } from '../../../../shared/domain/devices/panels/list.ts'
import { removePanel } from '../../../../shared/domain/devices/panels/remove.ts'
import { replacePanel } from '../../../../shared/domain/devices/panels/replace.ts'
import { updatePanel } from '../../../../shared/domain/devices/panels/update.ts'
import { route } from '../../../../shared/http/route.ts'
import { PanelId } from '../../../../shared/lib/ids.ts'
import { apiError } from '../../api-error.ts'
import type { ApiDeps } from '../../env.ts'
import { reply, replyEmpty, replyListing } from '../../reply.ts'
import { on } from '../../route.ts'
import { empty, errors, json, jsonBody, listQuery, PageOf } from '../../wire.ts'

const Params = z.object({ controlPanelId: PanelId })

const list = route('get', '/', {
  operationId: 'listControlPanels',
  permission: 'panels:view',
  request: { query: listQuery(readControlPanelFilter) },
  responses: { 200: json('Control panels of the account, oldest first', PageOf(ControlPanelListed)), ...errors(400, 403) },
})
const retrieve = route('get', '/{controlPanelId}', {
  operationId: 'getControlPanel',
  permission: 'panels:view',
  request: { params: Params },
  responses: { 200: json('The control panel', ControlPanelWire), ...errors(400, 403, 404) },
})
const create = route('post', '/', {
  operationId: 'createControlPanel',
  permission: 'panels:edit',
  request: jsonBody(ControlPanelInput),
  responses: { 200: json('The new control panel, and the code that pairs it', NewControlPanel), ...errors(400, 403, 404, 409) },
})
const pairingCode = route('post', '/{controlPanelId}/pairing-code', {
  operationId: 'issuePairingCode',
  permission: 'panels:edit',
  request: { params: Params },
  responses: { 200: json('A new code; what was paired is not any more', NewControlPanel), ...errors(400, 403, 404, 409) },
})
const replacement = route('post', '/{controlPanelId}/replace', {
  operationId: 'replaceControlPanel',
  permission: 'panels:edit',
  request: { params: Params, ...jsonBody(ControlPanelReplacement) },
  responses: {
    200: json('The same control panel with the new serial number, and the code that pairs it', NewControlPanel),
    ...errors(400, 403, 404, 409),
  },
})
const update = route('put', '/{controlPanelId}', {
  operationId: 'updateControlPanel',
  permission: 'panels:edit',
  request: { params: Params, ...jsonBody(ControlPanelPatch) },
  responses: { 200: json('The control panel as it is now', ControlPanelWire), ...errors(400, 403, 404, 409) },
})
const remove = route('delete', '/{controlPanelId}', {
  operationId: 'deleteControlPanel',
  permission: 'panels:edit',
  request: { params: Params },
  responses: { 204: empty('Deleted'), ...errors(400, 403, 404, 409, 412) },
})

/** `/v1/api/control-panels` */
export const controlPanelRoutes = (deps: ApiDeps<'accessPoints' | 'commands' | 'panels' | 'rulesLog' | 'sites'>) => [
  on(list, async (c) => {
    const { filter, ...page } = c.req.valid('query')
    const panels = await listPanels(deps, c.var.principal, filter, page)
    const now = deps.now()
    return replyListing(c, panels, page, (live) => controlPanelListed(live, now))
  }),
  on(retrieve, async (c) => {
    const live = await getPanelWithNewest(deps, c.var.principal, c.req.valid('param').controlPanelId)
    return reply(c, live, (value) => controlPanelWire(value, deps.now()))
  }),
  on(create, async (c) => reply(c, await createPanel(deps, c.var.principal, c.req.valid('json')), newControlPanelWire)),
  on(pairingCode, async (c) =>
    reply(c, await issuePairingCode(deps, c.var.principal, c.req.valid('param').controlPanelId), newControlPanelWire),
  ),
  on(replacement, async (c) => {
    const { serialNumber } = c.req.valid('json')
    const { controlPanelId } = c.req.valid('param')
    return reply(c, await replacePanel(deps, c.var.principal, controlPanelId, serialNumber), newControlPanelWire)
  }),
  on(update, async (c) => {
    const { controlPanelId } = c.req.valid('param')
    const result = await updatePanel(deps, c.var.principal, controlPanelId, panelChangesOf(c.req.valid('json')))
    if (!result.ok) return apiError(c, result.error)
    const live = await getPanelWithNewest(deps, c.var.principal, controlPanelId)
    return reply(c, live, (value) => controlPanelWire({ ...value, panel: result.value }, deps.now()))
  }),
  on(remove, async (c) => replyEmpty(c, await removePanel(deps, c.var.principal, c.req.valid('param').controlPanelId))),
]
