import type { Queue } from '../../shared/adapters/queue.ts'
import type { PanelsToFind, PanelToCompile } from '../../shared/domain/devices/panels/config-work.ts'
import type { RuleSource } from '../../shared/domain/devices/panels/rule-sources.ts'
import { withParents } from '../../shared/domain/people/groups/tree.ts'
import { asciiJson } from '../../shared/lib/ascii-json.ts'
import type { PanelId } from '../../shared/lib/ids.ts'
import { panelsUnderRules, type UnderRulesDeps, withGroupsAbove } from './panels-under-rules.ts'

export type FindDeps = UnderRulesDeps & {
  configUrgent: Queue
  configWork: Queue
  /** Panels in one page: what one invocation sends. */
  pageSize: number
}

/**
 * Sends one page of the panels that a search means, a message each, and the search for the pages after it. So an invocation does
 * bounded work, however many panels an account has. Throws when a message was not taken; the page is then sent again.
 */
export const findPanels = async (deps: FindDeps, search: PanelsToFind): Promise<{ panels: number; more: boolean }> => {
  const { accountId, revokes, reasons, knownAt, whole } = search
  const found = await pageOf(deps, search)
  const page = found.slice(0, deps.pageSize)
  const last = found.length > page.length ? page.at(-1) : undefined
  const panels = page.map(
    (panelId): PanelToCompile => ({
      kind: 'panel',
      accountId,
      panelId,
      revokes,
      reasons,
      knownAt,
      ...(whole ? { whole } : {}),
    }),
  )
  const messages = [...(last === undefined ? [] : [{ ...search, after: last }]), ...panels]
  const queue = revokes ? deps.configUrgent : deps.configWork
  const refused = await queue.send(messages.map((message) => ({ group: String(accountId), body: asciiJson(message) })))
  if (refused.length > 0) throw new Error(`A queue did not take ${refused.length} of ${messages.length} messages`)
  return { panels: page.length, more: last !== undefined }
}

/** The next panels in the order of their ids, one more than a page when there are more; as groups and rules are now. */
const pageOf = async (deps: FindDeps, search: PanelsToFind): Promise<PanelId[]> => {
  const { accountId, after } = search
  const place = { after, limit: deps.pageSize + 1 }
  if (search.everyPanel) return deps.presences.panelIds(accountId, place)
  const groups = await withGroupsAbove(deps, accountId, search.groupIds)
  // the rules of a group that is gone are swept later: until then they name its panels
  const groupIds = withParents(search.groupIds, groups)
  const subjects = groupIds.map((groupId) => ({ kind: 'group' as const, groupId }))
  const sources: RuleSource[] = [
    ...search.siteIds.map((id) => ({ kind: 'site', id }) as const),
    ...search.scheduleIds.map((id) => ({ kind: 'schedule', id }) as const),
    ...search.doorSetIds.map((id) => ({ kind: 'door-set', id }) as const),
    ...groupIds.map((id) => ({ kind: 'group', id }) as const),
  ]
  return panelsUnderRules(deps, accountId, subjects, sources, place)
}
