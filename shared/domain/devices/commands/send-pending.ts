import type { Instant } from '../../../lib/clock.ts'
import type { AccountId, PanelId } from '../../../lib/ids.ts'
import type { Deps } from '../../deps.ts'
import { type FirmwareRequest, updateState } from '../firmware/entity.ts'
import type { PanelPresence, PublishedConfig } from '../panels/entity.ts'
import type { Posture } from '../posture/entity.ts'
import type { Command } from './entity.ts'
import { isPending, maxLifeMs, type Occasion } from './lifecycle.ts'

/** How messages are sent to a panel: each says whether the panel could be reached. */
export type Push = {
  posture: (posture: Posture) => Promise<boolean>
  command: (command: Command) => Promise<boolean>
  config: (published: PublishedConfig) => Promise<boolean>
  firmware: (request: FirmwareRequest) => Promise<boolean>
}

/**
 * The version of its rules that the panel is to hear of, if any. When the panel spoke, a version that it does not run is announced again,
 * since the last announcement may have been lost; when it did not, only a version that has not been announced.
 */
export const configDue = (presence: PanelPresence, occasion: Occasion): PublishedConfig | undefined => {
  const { published, appliedVersion, sentVersion } = presence
  const known = occasion === 'spoke' ? appliedVersion : Math.max(appliedVersion, sentVersion)
  return published && published.version > known ? published : undefined
}

/** Whether the panel is to hear of its posture: when it spoke, whenever its doors follow an older one. */
export const postureDue = ({ postureVersion, appliedPosture, sentPosture }: PanelPresence, occasion: Occasion): boolean =>
  postureVersion > (occasion === 'spoke' ? appliedPosture : Math.max(appliedPosture, sentPosture))

/** The firmware that the panel is to hear of, if any; when it spoke, until it runs it or says why it does not. */
export const firmwareDue = (
  { firmware, firmwareVersion }: PanelPresence,
  occasion: Occasion,
  now: Instant,
): FirmwareRequest | undefined => {
  const state = firmware && updateState(firmware, firmwareVersion, now)
  return state === 'requested' || (state === 'sent' && occasion === 'spoke') ? firmware : undefined
}

/** The commands of a panel that may be pending at `now`: read them while its presence is read. */
export const recentCommands = (deps: Pick<Deps, 'commands'>, accountId: AccountId, panelId: PanelId, now: Instant) =>
  deps.commands.since(accountId, panelId, now - maxLifeMs)

/**
 * Sends a panel all that waits for it: its posture, which may be a lockdown, then its commands, in order, then its rules, then its firmware. Stops when
 * it cannot be reached. What was sent is noted afterwards, so a crash in between sends it again, and the panel knows it by its id
 * or version.
 */
export const sendPending = async (
  deps: Pick<Deps, 'commands' | 'postures' | 'presences' | 'now'>,
  accountId: AccountId,
  presence: PanelPresence,
  recent: readonly Command[],
  occasion: Occasion,
  push: Push,
): Promise<'reached' | 'unreachable'> => {
  const sent: Command[] = []
  const posture = postureDue(presence, occasion) ? await deps.postures.get(accountId, presence.panelId) : undefined
  let reached = posture ? await push.posture(posture) : true
  const isPostureSent = posture !== undefined && reached
  for (const command of recent) {
    if (!reached) break
    if (!isPending(command, deps.now(), occasion)) continue
    reached = await push.command(command)
    if (reached) sent.push(command)
  }
  const due = reached ? configDue(presence, occasion) : undefined
  if (due) reached = await push.config(due)
  const isDueSent = due !== undefined && reached
  const now = deps.now()
  const firmware = reached ? firmwareDue(presence, occasion, now) : undefined
  if (firmware) reached = await push.firmware(firmware)
  await Promise.all([
    ...(isPostureSent ? [deps.presences.postureSent(accountId, presence.panelId, posture.version)] : []),
    ...sent.map((command) => deps.commands.sent(accountId, command, now)),
    ...(isDueSent ? [deps.presences.announced(accountId, presence.panelId, due.version)] : []),
    ...(firmware && reached ? [deps.presences.firmwareSent(accountId, presence.panelId, firmware, now)] : []),
  ])
  return reached ? 'reached' : 'unreachable'
}
