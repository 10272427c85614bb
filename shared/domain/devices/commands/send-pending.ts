import type { Instant } from '../../../lib/clock.ts'
import type { AccountId, PanelId } from '../../../lib/ids.ts'
import type { Deps } from '../../deps.ts'
import { type FirmwareRequest, updateState } from '../firmware/entity.ts'
import type { PanelPresence } from '../panels/entity.ts'
import type { Posture } from '../posture/entity.ts'
import { inMessages, type RulesDue, rulesDueAfter, rulesDueUnasked } from '../rules-log/due.ts'
import type { RulesDelta, RulesEntry, RulesSnapshot } from '../rules-log/entity.ts'
import type { Command } from './entity.ts'
import { isPending, maxLifeMs, type Occasion } from './lifecycle.ts'

/** How messages are sent to a panel: each says whether the panel could be reached. */
export type Push = {
  posture: (posture: Posture) => Promise<boolean>
  command: (command: Command) => Promise<boolean>
  snapshot: (snapshot: RulesSnapshot) => Promise<boolean>
  deltas: (deltas: readonly [RulesDelta, ...RulesDelta[]]) => Promise<boolean>
  firmware: (request: FirmwareRequest) => Promise<boolean>
}

/**
/**
 * What a panel that spoke said of its rules: the entries of their log from the version on that it says it runs, and the hash of that. It is
 * sent again what it does not run, since that may have been lost on its way; one that did not speak only what it has not been sent.
 */
export type Spoken = { entries: readonly RulesEntry[]; stateHash: string | undefined }

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

type SendDeps = Pick<Deps, 'commands' | 'postures' | 'presences' | 'rulesLog' | 'now'>

/** What was done: whether the panel could be reached, and whether it was sent rules. */
export type Sent = { reached: boolean; rules: boolean }

/**
 * Sends a panel all that waits for it: its posture, which may be a lockdown, then its commands, in order, then its rules, then its firmware. Stops when
 * it cannot be reached. What was sent is noted afterwards, so a crash in between sends it again, and the panel knows it by its id
 * or version.
 */
export const sendPending = async (
  deps: SendDeps,
  accountId: AccountId,
  presence: PanelPresence,
  recent: readonly Command[],
  spoken: Spoken | undefined,
  push: Push,
): Promise<Sent> => {
  const occasion: Occasion = spoken ? 'spoke' : 'nudged'
  const sent: Command[] = []
  const { panelId, replacedAt = 0 } = presence
  const posture = postureDue(presence, occasion) ? await deps.postures.get(accountId, panelId) : undefined
  let reached = posture ? await push.posture(posture) : true
  const isPostureSent = posture !== undefined && reached
  for (const command of recent) {
    if (!reached) break
    if (command.issuedAt <= replacedAt || !isPending(command, deps.now(), occasion)) continue
    reached = await push.command(command)
    if (reached) sent.push(command)
  }
  const due = reached ? await rulesDue(deps, accountId, presence, spoken) : undefined
  if (due) reached = await pushRules(push, due)
  const isDueSent = due !== undefined && reached
  const now = deps.now()
  const firmware = reached ? firmwareDue(presence, occasion, now) : undefined
  if (firmware) reached = await push.firmware(firmware)
  await Promise.all([
    ...(isPostureSent ? [deps.presences.postureSent(accountId, panelId, posture.version)] : []),
    ...sent.map((command) => deps.commands.sent(accountId, command, now)),
    ...(isDueSent ? [deps.presences.rulesSent(accountId, panelId, due.version, now)] : []),
    ...(firmware && reached ? [deps.presences.firmwareSent(accountId, panelId, firmware, now)] : []),
  ])
  return { reached, rules: isDueSent }
}

const rulesDue = async (deps: SendDeps, accountId: AccountId, presence: PanelPresence, spoken: Spoken | undefined) =>
  spoken ? rulesDueAfter(accountId, presence, spoken) : rulesDueUnasked(deps, accountId, presence)

const pushRules = async (push: Push, { snapshot, deltas }: RulesDue): Promise<boolean> => {
  if (snapshot && !(await push.snapshot(snapshot))) return false
  for (const part of inMessages(deltas)) if (!(await push.deltas(part))) return false
  return true
}
