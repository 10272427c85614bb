import type { AccountId } from '../../../lib/ids.ts'
import { log } from '../../../lib/log.ts'
import type { Deps } from '../../deps.ts'
import type { PanelPresence } from '../panels/entity.ts'
import type { RulesDelta, RulesEntry, RulesSnapshot } from './entity.ts'

/** What a panel is to be sent of its rules: a snapshot, if it needs one, and the deltas after that. */
export type RulesDue = { snapshot?: RulesSnapshot; deltas: RulesDelta[]; version: number }

/** What the log says of a panel with other rules than its version has: an alarm looks for it. */
export const driftMessage = 'the rules of a panel are not what their version says'

type LogDeps = Pick<Deps, 'rulesLog'>

/** What is to be sent to a panel that did not speak: all after what it runs, if it was not sent all that is known of. */
export const rulesDueUnasked = async (
  { rulesLog }: LogDeps,
  accountId: AccountId,
  { panelId, rulesVersion, appliedVersion, sentVersion }: PanelPresence,
): Promise<RulesDue | undefined> => {
  if (rulesVersion <= Math.max(appliedVersion, sentVersion)) return undefined
  return dueOf(await rulesLog.from(accountId, panelId, appliedVersion + 1))
}

/**
 * What is to be sent to a panel that said what it runs, with which hash, by the log from that version on. When its rules are not what their
 * version says, by the hash of a snapshot of that version, it is sent that snapshot again: its own content differs, or a delta was wrong.
 */
export const rulesDueAfter = (
  accountId: AccountId,
  { panelId, appliedVersion }: PanelPresence,
  { entries, stateHash }: { entries: readonly RulesEntry[]; stateHash: string | undefined },
): RulesDue | undefined => {
  const applied = entries.find(({ version }) => version === appliedVersion)
  const later = entries.filter(({ version }) => version > appliedVersion)
  const isAsRead = applied?.kind !== 'snapshot' || stateHash === undefined || stateHash === applied.stateHash
  if (isAsRead) return dueOf(later)
  log('error', driftMessage, { accountId, panelId, version: appliedVersion })
  return dueOf([applied, ...later])
}

const dueOf = (entries: readonly RulesEntry[]): RulesDue | undefined => {
  const newest = entries.at(-1)
  if (!newest) return undefined
  const at = entries.findLastIndex(({ kind }) => kind === 'snapshot')
  const snapshot = entries[at]
  const deltas = entries.slice(at + 1).flatMap((entry) => (entry.kind === 'delta' ? [entry] : []))
  return { ...(snapshot?.kind === 'snapshot' ? { snapshot } : {}), deltas, version: newest.version }
}

/** The most bytes of records in one message of deltas: signed and encoded they stay below what a message may have. */
const maxRecordBytes = 20_000

/** Deltas in parts, each for one message. A delta is never divided. */
export const inMessages = (deltas: readonly RulesDelta[]): [RulesDelta, ...RulesDelta[]][] => {
  const parts: [RulesDelta, ...RulesDelta[]][] = []
  let bytes = 0
  for (const delta of deltas) {
    const size = Buffer.byteLength(JSON.stringify([delta.frame, delta.people]))
    const part = parts.at(-1)
    if (part && bytes + size <= maxRecordBytes) {
      part.push(delta)
      bytes += size
    } else {
      parts.push([delta])
      bytes = size
    }
  }
  return parts
}
