import type { RuleSource } from '../../domain/devices/panels/rule-sources.ts'
import { type AccountId, PanelId } from '../../lib/ids.ts'
import { relationKey, relationPartition } from '../keys/common.ts'
import type { Key, Table } from '../table/types.ts'

const relationOf = ({ kind }: RuleSource): string => `${kind}-panels`

/**
 * Which panels' rules are made from a site, a schedule, a set of doors or a group. A panel is noted before the source is read for it, so
 * whoever changes the source afterwards finds the panel, and what was changed before is in its rules. A panel stays noted when its
 * rules no longer need the source: it is then compiled once more than needed, which changes nothing.
 */
export const dependentPanelStore = (table: Table) => ({
  /** Notes that the panel's rules are made from these; those that are noted already cost half a read each. */
  note: async (accountId: AccountId, panelId: PanelId, sources: readonly RuleSource[]): Promise<void> => {
    const keys = sources.map((source): Key => relationKey(accountId, relationOf(source), source.id, panelId))
    const noted = new Set((await table.getMany(keys, { consistent: true })).map(({ pk }) => pk))
    const missing = keys.filter(({ pk }) => !noted.has(pk))
    await Promise.all(missing.map((key) => table.write([{ put: { ...key, entity: 'dependent-panel', panelId } }])))
  },

  /** The first `limit` panels noted for a source that come after `after`, in order of their ids, read strongly. */
  page: async (
    accountId: AccountId,
    source: RuleSource,
    { after, limit }: { after?: PanelId | undefined; limit: number },
  ): Promise<PanelId[]> => {
    const pk = relationPartition(accountId, relationOf(source), source.id)
    const { sk } = relationKey(accountId, relationOf(source), source.id, (after ?? 0) + 1)
    const items = await table.query({ pk, from: sk, limit, consistent: true })
    return items.map(({ panelId }) => PanelId.parse(panelId))
  },
})
