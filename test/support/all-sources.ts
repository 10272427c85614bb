import type { RuleSources } from '../../shared/domain/devices/panels/rule-sources.ts'
import type { AccountId, PanelId } from '../../shared/lib/ids.ts'
import { ruleSourceStore } from '../../shared/storage/access/rule-sources.ts'
import type { Table } from '../../shared/storage/table/types.ts'

/** All that a panel's rules are made from, as it is stored now. */
export const allSources = async (table: Table, accountId: AccountId, panelId: PanelId): Promise<RuleSources | undefined> => {
  const store = ruleSourceStore(table)
  const frame = await store.frame(accountId, panelId)
  if (!frame) return undefined
  const users: RuleSources['users'] = []
  for await (const batch of store.users(accountId, frame)) users.push(...batch)
  const credentials: RuleSources['credentials'] = []
  const userIds = users.map(({ id }) => id)
  for await (const batch of store.credentials(accountId, userIds)) credentials.push(...batch)
  return { ...frame, users, credentials }
}
