import { z } from 'zod'
import { readControlPanelFilter } from '../../../../shared/dialects/brivo/control-panels/filter.ts'
import { ControlPanelInput, ControlPanelPatch, panelChangesOf } from '../../../../shared/dialects/brivo/control-panels/inputs.ts'
import { formatInstant } from '../../../../shared/dialects/brivo/wire-time.ts'
import { createPanel, type PanelWithCode } from '../../../../shared/domain/devices/panels/create.ts'
import { issuePairingCode } from '../../../../shared/domain/devices/panels/issue-pairing-code.ts'
import { getPanel, type LivePanel, listPanels } from '../../../../shared/domain/devices/panels/list.ts'
import { removePanel } from '../../../../shared/domain/devices/panels/remove.ts'
import { isConnected, type PanelPresence } from '../../../../shared/domain/devices/panels/schema.ts'
import { updatePanel } from '../../../../shared/domain/devices/panels/update.ts'
import type { Instant } from '../../../../shared/lib/clock.ts'
import { omitEmpty } from '../../../../shared/lib/defined.ts'
import { PanelId } from '../../../../shared/lib/ids.ts'
import { apiError } from '../../api-error.ts'
import type { ApiDeps } from '../../env.ts'
import { reply, replyEmpty, replyListing } from '../../reply.ts'
import { on, route } from '../../route.ts'
import { empty, errors, json, jsonBody, listQuery, PageOf } from '../../wire.ts'

const Params = z.object({ controlPanelId: PanelId })
const when = z.string().optional()
const ControlPanelListed = z
  .object({
    id: z.number(),
    panelName: z.string(),
    serialNumber: z.string(),
    activated: when,
    updated: z.string(),
    lastContact: when,
    firmwareVersion: z.string().optional(),
    panelType: z.string(),
    status: z.enum(['CONNECTED', 'DISCONNECTED']),
  })
  .meta({ id: 'ControlPanelListed' })
const Configuration = z
  .object({
    desiredVersion: z.number(),
    sentVersion: z.number(),
    appliedVersion: z.number(),
    lag: z.number().meta({ description: 'Versions that the panel is behind' }),
    lagSeconds: z.number().meta({ description: 'For how long it has been behind; 0 when it is not' }),
    refused: z.object({ version: z.number(), error: z.string().optional(), at: z.string() }).optional(),
  })
  .meta({ id: 'ControlPanelConfiguration' })
const ControlPanelWire = ControlPanelListed.extend({
  siteId: z.number(),
  siteName: z.string(),
  connectedSince: when,
  configuration: Configuration,
}).meta({ id: 'ControlPanel' })
const NewControlPanel = z
  .object({
    id: z.number(),
    panelName: z.string(),
    serialNumber: z.string(),
    siteId: z.number(),
    siteName: z.string(),
    pairingCode: z.string().meta({ description: 'Pairs the panel, once; it is not shown again' }),
    pairingCodeExpires: z.string(),
  })
  .meta({ id: 'ControlPanelWithCode' })

const moment = (at: Instant | undefined) => (at === undefined ? undefined : formatInstant(at))

/** A panel as listings answer it (API document, Control Panel Listing). */
const listed = ({ panel, presence }: LivePanel, now: Instant): z.infer<typeof ControlPanelListed> =>
  omitEmpty({
    id: panel.id,
    panelName: panel.name,
    serialNumber: panel.serialNumber,
    activated: moment(panel.pairedAt),
    updated: formatInstant(panel.updatedAt),
    lastContact: moment(presence.lastContactAt),
    firmwareVersion: presence.firmwareVersion,
    panelType: 'Sallyport',
    status: isConnected(presence, now) ? ('CONNECTED' as const) : ('DISCONNECTED' as const),
  })

/** A panel as its retrieval answers it; its site, its connection and how it keeps up with its rules are ours. */
const retrieved = (live: LivePanel, now: Instant): z.infer<typeof ControlPanelWire> =>
  omitEmpty({
    ...listed(live, now),
    siteId: live.panel.siteId,
    siteName: live.panel.siteName,
    connectedSince: isConnected(live.presence, now) ? moment(live.presence.connection?.connectedAt) : undefined,
    configuration: configuration(live.presence, now),
  })

const configuration = (presence: PanelPresence, now: Instant): z.infer<typeof Configuration> => {
  const { desiredVersion, desiredAt, sentVersion, appliedVersion, refused } = presence
  const lag = Math.max(0, desiredVersion - appliedVersion)
  const lagSeconds = lag > 0 && desiredAt !== undefined ? Math.max(0, Math.round((now - desiredAt) / 1_000)) : 0
  return {
    desiredVersion,
    sentVersion,
    appliedVersion,
    lag,
    lagSeconds,
    ...(refused ? { refused: omitEmpty({ ...refused, at: formatInstant(refused.at) }) } : {}),
  }
}

const withCode = ({ panel, pairingCode }: PanelWithCode): z.infer<typeof NewControlPanel> => ({
  id: panel.id,
  panelName: panel.name,
  serialNumber: panel.serialNumber,
  siteId: panel.siteId,
  siteName: panel.siteName,
  pairingCode,
  pairingCodeExpires: formatInstant(panel.pairing?.expiresAt ?? panel.updatedAt),
})

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
export const controlPanelRoutes = (deps: ApiDeps<'accessPoints' | 'panels' | 'sites'>) => [
  on(list, async (c) => {
    const { filter, ...page } = c.req.valid('query')
    const panels = await listPanels(deps, c.var.principal, filter, page)
    const now = deps.now()
    return replyListing(c, panels, page, (live) => listed(live, now))
  }),
  on(retrieve, async (c) => {
    const live = await getPanel(deps, c.var.principal, c.req.valid('param').controlPanelId)
    return reply(c, live, (value) => retrieved(value, deps.now()))
  }),
  on(create, async (c) => reply(c, await createPanel(deps, c.var.principal, c.req.valid('json')), withCode)),
  on(pairingCode, async (c) =>
    reply(c, await issuePairingCode(deps, c.var.principal, c.req.valid('param').controlPanelId), withCode),
  ),
  on(update, async (c) => {
    const { controlPanelId } = c.req.valid('param')
    const result = await updatePanel(deps, c.var.principal, controlPanelId, panelChangesOf(c.req.valid('json')))
    if (!result.ok) return apiError(c, result.error)
    const live = await getPanel(deps, c.var.principal, controlPanelId)
    return reply(c, live, (value) => retrieved({ ...value, panel: result.value }, deps.now()))
  }),
  on(remove, async (c) => replyEmpty(c, await removePanel(deps, c.var.principal, c.req.valid('param').controlPanelId))),
]
