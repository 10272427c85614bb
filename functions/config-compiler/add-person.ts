import type { PersonRecord } from '../../shared/domain/access/decisions/entity.ts'
import type { Deps } from '../../shared/domain/deps.ts'
import type { PanelPresence } from '../../shared/domain/devices/panels/entity.ts'
import { isSnapshotDue, type RulesDelta, type RulesEntry, type RulesHead } from '../../shared/domain/devices/rules-log/entity.ts'
import type { AccountId } from '../../shared/lib/ids.ts'
import { maxRecordBytes, type SendDeps, sizeOf } from './deps.ts'
import { askForSnapshot, sendDelta } from './send-delta.ts'

export type AddDeps = SendDeps & Pick<Deps, 'rulesLog'>

/** A panel that is to be changed: what is live about it, and how far its log was before the person was read. */
export type PanelToChange = { presence: PanelPresence; head: RulesHead }

/**
 * Adds what a panel's rules say of some people now to their log, and sends it to the panel. Others may add something meanwhile: nothing
 * about these people, and nothing that sets another scope, or it is false. Then what is known of them may be older than what was added.
 */
export const addPeople = async (
  deps: AddDeps,
  accountId: AccountId,
  { presence, head }: PanelToChange,
  records: readonly PersonRecord[],
): Promise<boolean> => {
  const { panelId } = presence
  const ids = new Set(records.map(({ id }) => id))
  let { version } = head
  for (const people of inParts(records)) {
    for (;;) {
      const delta: RulesDelta = { kind: 'delta', version: version + 1, at: deps.now(), scope: head.scope.version, people }
      const isAdded = await deps.rulesLog.addDelta(accountId, panelId, delta)
      if (isAdded) {
        version = delta.version
        await sendDelta(deps, accountId, presence, delta)
        if (isSnapshotDue({ ...head, version })) await askForSnapshot(deps, accountId, panelId)
        break
      }
      const later = await deps.rulesLog.from(accountId, panelId, version + 1)
      if (later.some((entry) => setsScope(entry) || entry.people.some(({ id }) => ids.has(id)))) return false
      version = later.at(-1)?.version ?? version
    }
  }
  return true
}

const setsScope = (entry: RulesEntry): boolean => entry.kind === 'snapshot' || entry.scope === entry.version

/** Records in parts, each for one entry. */
const inParts = (records: readonly PersonRecord[]): PersonRecord[][] => {
  const parts: PersonRecord[][] = []
  let bytes = Number.POSITIVE_INFINITY
  for (const record of records) {
    const size = sizeOf(record)
    if (bytes + size > maxRecordBytes) {
      parts.push([])
      bytes = 0
    }
    parts.at(-1)?.push(record)
    bytes += size
  }
  return parts
}
