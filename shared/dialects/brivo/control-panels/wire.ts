import { z } from 'zod'
import type { PanelWithCode } from '../../../domain/devices/panels/create.ts'
import { desiredVersion, isConnected, type PanelPresence } from '../../../domain/devices/panels/entity.ts'
import type { LivePanel } from '../../../domain/devices/panels/list.ts'
import type { Instant } from '../../../lib/clock.ts'
import { omitEmpty } from '../../../lib/defined.ts'
import { formatInstant } from '../wire-time.ts'

const when = z.string().optional()
export const ControlPanelListed = z
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
const Posture = z
  .object({ desiredVersion: z.number(), sentVersion: z.number(), appliedVersion: z.number() })
  .meta({ id: 'ControlPanelPosture', description: 'Overrides and emergencies: which version of them the panel has' })
export const ControlPanelWire = ControlPanelListed.extend({
  siteId: z.number(),
  siteName: z.string(),
  connectedSince: when,
  configuration: Configuration,
  posture: Posture,
}).meta({ id: 'ControlPanel' })
export const NewControlPanel = z
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
export const controlPanelListed = ({ panel, presence }: LivePanel, now: Instant): z.infer<typeof ControlPanelListed> =>
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
export const controlPanelWire = (live: LivePanel, now: Instant): z.infer<typeof ControlPanelWire> =>
  omitEmpty({
    ...controlPanelListed(live, now),
    siteId: live.panel.siteId,
    siteName: live.panel.siteName,
    connectedSince: isConnected(live.presence, now) ? moment(live.presence.connection?.connectedAt) : undefined,
    configuration: configuration(live.presence, now),
    posture: posture(live.presence),
  })

const posture = ({ postureVersion, sentPosture, appliedPosture }: PanelPresence): z.infer<typeof Posture> => ({
  desiredVersion: postureVersion,
  sentVersion: sentPosture,
  appliedVersion: appliedPosture,
})

const configuration = (presence: PanelPresence, now: Instant): z.infer<typeof Configuration> => {
  const { rulesAt, compilingSince, sentVersion, appliedVersion, refused } = presence
  const desired = desiredVersion(presence)
  const since = presence.rulesVersion > appliedVersion ? rulesAt : compilingSince
  const lag = Math.max(0, desired - appliedVersion)
  const lagSeconds = lag > 0 && since !== undefined ? Math.max(0, Math.round((now - since) / 1_000)) : 0
  return {
    desiredVersion: desired,
    sentVersion,
    appliedVersion,
    lag,
    lagSeconds,
    ...(refused ? { refused: omitEmpty({ ...refused, at: formatInstant(refused.at) }) } : {}),
  }
}

/** A panel with the code that pairs it, which is shown only here. */
export const newControlPanelWire = ({ panel, pairingCode }: PanelWithCode): z.infer<typeof NewControlPanel> => ({
  id: panel.id,
  panelName: panel.name,
  serialNumber: panel.serialNumber,
  siteId: panel.siteId,
  siteName: panel.siteName,
  pairingCode,
  pairingCodeExpires: formatInstant(panel.pairing?.expiresAt ?? panel.updatedAt),
})
