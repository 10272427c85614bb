import type { PersonRecord } from '../../shared/domain/access/decisions/entity.ts'
import type { Deps } from '../../shared/domain/deps.ts'
import type { PersonToChange } from '../../shared/domain/devices/panels/config-work.ts'
import type { PanelPresence } from '../../shared/domain/devices/panels/entity.ts'
import { isSnapshotDue, type RulesDelta, type RulesEntry, type RulesHead } from '../../shared/domain/devices/rules-log/entity.ts'
import type { SendDeps } from './deps.ts'
import { askForSnapshot, sendDelta } from './send-delta.ts'

export type AddDeps = SendDeps & Pick<Deps, 'rulesLog'>

/** A panel that is to be changed: what is live about it, and how far its log was before the person was read. */
export type PanelToChange = { presence: PanelPresence; head: RulesHead }

/**
 * Adds what a panel's rules say of a person now to their log, and sends it to the panel. Others may add something meanwhile: nothing about
 * this person, and nothing that sets another scope, or it is false. Then what is known of the person may be older than what was added.
 */
export const addPerson = async (
  deps: AddDeps,
  { accountId }: Pick<PersonToChange, 'accountId'>,
  { presence, head }: PanelToChange,
  record: PersonRecord,
): Promise<boolean> => {
  const { panelId } = presence
  const { scope } = head
  let { version } = head
  for (;;) {
    const delta: RulesDelta = { kind: 'delta', version: version + 1, at: deps.now(), scope: scope.version, people: [record] }
    if (await deps.rulesLog.addDelta(accountId, panelId, delta)) {
      await sendDelta(deps, accountId, presence, delta)
      if (isSnapshotDue({ ...head, version: delta.version })) await askForSnapshot(deps, accountId, panelId)
      return true
    }
    const later = await deps.rulesLog.from(accountId, panelId, version + 1)
    const isOvertaken = later.some((entry) => setsScope(entry) || entry.people.some(({ id }) => id === record.id))
    if (isOvertaken) return false
    version = later.at(-1)?.version ?? version
  }
}

const setsScope = (entry: RulesEntry): boolean => entry.kind === 'snapshot' || entry.scope === entry.version
