import type { Instant } from '../../../lib/clock.ts'
import { definedOf } from '../../../lib/defined.ts'
import type { PanelId } from '../../../lib/ids.ts'
import { err, ok, type Result } from '../../../lib/result.ts'
import type { NotFound } from '../../common-errors.ts'
import type { Deps } from '../../deps.ts'
import type { Principal } from '../../identity/principals/principal.ts'
import { auditEvent } from '../../record/events/audit.ts'
import { panelAsObject } from '../panels/create.ts'
import { isConnected, type PanelPresence } from '../panels/entity.ts'
import { getPanel, type LivePanel } from '../panels/list.ts'
import { type FirmwareImage, type FirmwareRequest, isUnderWay, updateState } from './entity.ts'
import type { FirmwareNotAvailable, PanelNotConnected } from './errors.ts'

/** A panel, and the versions that it can be asked to run: those that are published, and the one that it runs. */
export type PanelFirmware = { live: LivePanel; availableVersions: string[] }

/** What a request comes to: another image to install, no image any more, or what is so already. */
type Decided = { kind: 'install'; request: FirmwareRequest } | { kind: 'withdraw' } | { kind: 'nothing' }

/** What a panel runs, and what it can be asked to run (API document, Get Control Panel firmware). */
export const getFirmware = async (
  deps: Pick<Deps, 'firmwareImages' | 'panels'>,
  principal: Principal,
  panelId: PanelId,
): Promise<Result<PanelFirmware, NotFound<'panel'>>> => {
  const live = await getPanel(deps, principal, panelId)
  return live.ok ? ok(withVersions(live.value, await deps.firmwareImages.list())) : live
}

/**
 * Asks a connected panel to install another version (API document, Update Control Panel firmware). It is stored with its audit event,
 * then the panel is sent it. Asking for what is under way changes nothing; asking for what the panel runs withdraws another version
 * that the panel has not installed yet.
 */
export const requestFirmware = async (
  deps: Pick<Deps, 'firmwareImages' | 'panels' | 'panelWork' | 'presences' | 'newUuid' | 'now'>,
  principal: Principal,
  panelId: PanelId,
  version: string,
): Promise<Result<PanelFirmware, NotFound<'panel'> | FirmwareNotAvailable | PanelNotConnected>> => {
  const { accountId } = principal
  const live = await getPanel(deps, principal, panelId)
  if (!live.ok) return live
  const { panel, presence } = live.value
  const images = await deps.firmwareImages.list(version)
  const now = deps.now()
  const decided = decideRequest(presence, images, version, now)
  if (!decided.ok) return decided
  if (decided.value.kind !== 'nothing') {
    const changes = [
      {
        property: 'firmwareVersion',
        ...definedOf({ previousValue: presence.firmwareVersion }),
        currentValue: version,
      },
    ]
    const stamp = { now, uuid: deps.newUuid() }
    const event = auditEvent(stamp, principal, 'panel.firmware_requested', panelAsObject(panel), changes)
    const request = decided.value.kind === 'install' ? decided.value.request : undefined
    const isStored = await deps.presences.requestFirmware(accountId, panelId, request, now, event)
    if (!isStored) return err({ kind: 'panel_not_connected', panelId })
    const { firmware: _, ...others } = presence
    live.value.presence = { ...others, ...(request ? { firmware: request } : {}) }
  }
  await deps.panelWork.nudge(accountId, panelId)
  return ok(withVersions(live.value, images))
}

/** What a request for `version` comes to. */
export const decideRequest = (
  presence: PanelPresence,
  images: readonly FirmwareImage[],
  version: string,
  now: Instant,
): Result<Decided, FirmwareNotAvailable | PanelNotConnected> => {
  const { firmware, firmwareVersion: running, panelId } = presence
  const image = images.find((one) => one.version === version)
  if (!image && version !== running) return err({ kind: 'firmware_not_available', version })
  if (!isConnected(presence, now)) return err({ kind: 'panel_not_connected', panelId })
  const pending = firmware && isUnderWay(updateState(firmware, running, now)) ? firmware : undefined
  if (version === running) return ok({ kind: pending ? 'withdraw' : 'nothing' })
  if (!image || pending?.version === version) return ok({ kind: 'nothing' })
  return ok({ kind: 'install', request: { ...image, ...definedOf({ replaces: running }), requestedAt: now } })
}

const withVersions = (live: LivePanel, images: readonly FirmwareImage[]): PanelFirmware => {
  const { firmwareVersion } = live.presence
  const versions = new Set([...images.map(({ version }) => version), ...(firmwareVersion === undefined ? [] : [firmwareVersion])])
  return { live, availableVersions: [...versions].sort((one, other) => one.localeCompare(other, 'en', { numeric: true })) }
}
