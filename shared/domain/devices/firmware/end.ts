import type { Instant } from '../../../lib/clock.ts'
import { definedOf } from '../../../lib/defined.ts'
import type { AccountId, PanelId } from '../../../lib/ids.ts'
import { uuidOf } from '../../../lib/uuid.ts'
import type { Deps } from '../../deps.ts'
import { auditEventBy } from '../../record/events/audit.ts'
import type { Event } from '../../record/events/entity.ts'
import { panelAsObject } from '../panels/create.ts'
import type { Panel, PanelPresence } from '../panels/entity.ts'
import { type FirmwareEnd, type FirmwareRequest, isUnderWay, updateState } from './entity.ts'

/** A panel's word that it did not install `version`; `error` says why. */
export type FirmwareRefusal = { version: string; error?: string | undefined }

/** The end of the panel's update, if it came and is not stored yet: it runs the version, or a day went by. */
export const endDue = ({ firmware, firmwareVersion }: PanelPresence, now: Instant): FirmwareEnd | undefined => {
  if (!firmware) return undefined
  const state = updateState(firmware, firmwareVersion, now)
  return isUnderWay(state) || state === firmware.ended?.outcome ? undefined : { outcome: state, at: now }
}

/** The end of the panel's update by its refusal; undefined when the update ended before, or was for another version. */
export const endByRefusal = (
  { firmware, firmwareVersion }: PanelPresence,
  { version, error }: FirmwareRefusal,
  now: Instant,
): FirmwareEnd | undefined => {
  if (firmware?.version !== version || firmware.ended || version === firmwareVersion) return undefined
  return { outcome: 'failed', at: now, ...definedOf({ error }) }
}

/** The event of an update that ended. Its uuid follows from the update and its outcome, so there is one at most. */
export const endEvent = (panel: Panel, { version, requestedAt, replaces }: FirmwareRequest, end: FirmwareEnd): Event => {
  const { outcome, at, error } = end
  const stamp = { now: at, uuid: uuidOf('firmware', panel.id, version, requestedAt, outcome) }
  const actor = { kind: 'panel', id: panel.id, name: panel.name } as const
  if (outcome === 'installed') {
    const change = { property: 'firmwareVersion', ...definedOf({ previousValue: replaces }), currentValue: version }
    return auditEventBy(stamp, actor, 'panel.firmware_installed', panelAsObject(panel), [change])
  }
  const why = outcome === 'expired' ? 'not installed within a day' : (error ?? 'no reason given')
  const event = auditEventBy(stamp, actor, 'panel.firmware_failed', panelAsObject(panel))
  return { ...event, facts: { reason: `${version}: ${why}` } }
}

/** Stores that the update of a panel that spoke has ended, when it has, with the event of that; `presence` as it is now. */
export const recordFirmwareEnd = async (
  deps: Pick<Deps, 'panels' | 'presences' | 'now'>,
  accountId: AccountId,
  presence: PanelPresence,
): Promise<void> => {
  const end = endDue(presence, deps.now())
  if (end) await store(deps, accountId, presence, end)
}

/**
 * Stores that a panel did not install what it was asked to, with the event of that: it is not sent this update any more. A repeat,
 * and a word about another version, changes nothing.
 */
export const recordFirmwareRefusal = async (
  deps: Pick<Deps, 'panels' | 'presences' | 'now'>,
  accountId: AccountId,
  panelId: PanelId,
  keyId: string,
  refusal: FirmwareRefusal,
): Promise<void> => {
  const presence = await deps.presences.get(accountId, panelId)
  // a panel that was replaced meanwhile has no say any more
  const end = presence?.keyId === keyId ? endByRefusal(presence, refusal, deps.now()) : undefined
  if (presence && end) await store(deps, accountId, presence, end)
}

const store = async (
  deps: Pick<Deps, 'panels' | 'presences'>,
  accountId: AccountId,
  { panelId, firmware }: PanelPresence,
  end: FirmwareEnd,
): Promise<void> => {
  const panel = await deps.panels.get(accountId, panelId)
  if (panel && firmware) await deps.presences.endFirmware(accountId, panelId, firmware, end, endEvent(panel, firmware, end))
}
