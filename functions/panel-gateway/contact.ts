import type { Command } from '../../shared/domain/devices/commands/entity.ts'
import { recentCommands, sendPending } from '../../shared/domain/devices/commands/send-pending.ts'
import type { PanelPresence } from '../../shared/domain/devices/panels/entity.ts'
import type { RulesEntry } from '../../shared/domain/devices/rules-log/entity.ts'
import { minute, second } from '../../shared/lib/clock.ts'
import { pushTo } from '../../shared/panel-link/push.ts'
import type { Report } from '../../shared/storage/devices/presence.ts'
import type { GatewayDeps } from './deps.ts'
import type { Heard, Speaker } from './speaker.ts'

/** Nothing can be pushed to a panel that asks by HTTPS, so it has to ask more often than a command lives. */
const heartbeatMs = ({ line }: Speaker): number => (line.connectionId === undefined ? 5 * second : minute)
/** A panel is offline after two and a half heartbeats of silence. */
const missedHeartbeats = 2.5

export const heartbeatSecondsOf = (speaker: Speaker): number => heartbeatMs(speaker) / second

/** A panel that was heard: what is live about it by now, its recent commands, the log of its rules from what it runs on, and the hash of that. */
export type Contact = { presence: PanelPresence; recent: Command[]; entries: RulesEntry[]; stateHash: string | undefined }

/**
 * Notes that the panel was heard, and reads what may wait for it, in one trip. A request is answered also while a socket of the
 * same panel is alive, which it does not replace.
 */
export const contact = async (
  deps: Pick<GatewayDeps, 'presences' | 'commands' | 'rulesLog' | 'now'>,
  speaker: Speaker,
  said: Omit<Report, 'lastContactAt' | 'onlineUntil'> & { appliedVersion: number },
  opens: boolean,
): Promise<Contact | Exclude<Heard, 'heard'>> => {
  const { accountId, panelId, line } = speaker
  const now = deps.now()
  const report: Report = { ...said, lastContactAt: now, onlineUntil: now + missedHeartbeats * heartbeatMs(speaker) }
  const [heard, recent, entries] = await Promise.all([
    deps.presences.heard(accountId, panelId, line, report, opens),
    recentCommands(deps, accountId, panelId, now),
    // what it has not been sent is sent in a moment, or is noted in its presence: what is older is enough in passing
    deps.rulesLog.from(accountId, panelId, said.appliedVersion, { consistent: opens }),
  ])
  const waiting = { recent, entries, stateHash: said.stateHash }
  // something was added after the log was read, by somebody who did not find the panel connected
  const isBehind = heard !== undefined && heard.rulesVersion > Math.max(entries.at(-1)?.version ?? 0, said.appliedVersion)
  if (isBehind) waiting.entries = await deps.rulesLog.from(accountId, panelId, said.appliedVersion)
  if (heard) return { presence: heard, ...waiting }
  const presence = await deps.presences.get(accountId, panelId)
  if (presence?.keyId !== line.keyId) return 'unpaired'
  return line.connectionId === undefined ? { presence, ...waiting } : 'superseded'
}

/** Sends the panel all that waits for it. */
export const answerPending = (deps: GatewayDeps, speaker: Speaker, { presence, recent, entries, stateHash }: Contact) => {
  const { accountId, panelId, say } = speaker
  return sendPending(deps, accountId, presence, recent, { entries, stateHash }, pushTo(deps, accountId, panelId, say))
}

/** Asks the panel to report at once what it reports in every heartbeat. One that asks by HTTPS does so by itself in a moment. */
export const askForHeartbeat = async ({ line, say }: Speaker): Promise<void> => {
  if (line.connectionId !== undefined) await say({ type: 'work' })
}
