import type { Queue } from '../../shared/adapters/queue.ts'
import type { RuleSubject } from '../../shared/domain/access/rules/entity.ts'
import type { Deps } from '../../shared/domain/deps.ts'
import type { PanelsToFind, PanelToCompile } from '../../shared/domain/devices/panels/config-work.ts'
import { type Group, maxGroupDepth } from '../../shared/domain/people/groups/entity.ts'
import { withParents } from '../../shared/domain/people/groups/tree.ts'
import { asciiJson } from '../../shared/lib/ascii-json.ts'
import type { AccountId, GroupId, PanelId } from '../../shared/lib/ids.ts'

export type FindDeps = Pick<Deps, 'presences' | 'groups' | 'rules'> & {
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
  const { accountId, revokes, reasons, knownAt } = search
  const found = await pageOf(deps, search)
  const page = found.slice(0, deps.pageSize)
  const last = found.length > page.length ? page.at(-1) : undefined
  const panels = page.map((panelId): PanelToCompile => ({ kind: 'panel', accountId, panelId, revokes, reasons, knownAt }))
  const messages = [...(last === undefined ? [] : [{ ...search, after: last }]), ...panels]
  const queue = revokes ? deps.configUrgent : deps.configWork
  const refused = await queue.send(messages.map((message) => ({ group: String(accountId), body: asciiJson(message) })))
  if (refused.length > 0) throw new Error(`A queue did not take ${refused.length} of ${messages.length} messages`)
  return { panels: page.length, more: last !== undefined }
}

/** The next panels in the order of their ids, one more than a page when there are more; as groups and doors are now. */
const pageOf = async (deps: FindDeps, search: PanelsToFind): Promise<PanelId[]> => {
  const { accountId, after } = search
  const every = () => deps.presences.panelIds(accountId, { after, limit: deps.pageSize + 1 })
  if (search.everyPanel) return every()
  const ofUsers = await Promise.all(search.userIds.map((userId) => deps.groups.groupIdsOf(accountId, userId)))
  const subjects: RuleSubject[] = [
    ...(await upwards(deps, accountId, [...search.groupIds, ...ofUsers.flat()])).map((groupId) => ({
      kind: 'group' as const,
      groupId,
    })),
    ...[...new Set([...search.userIds, ...search.personIds])].map((userId) => ({ kind: 'user' as const, userId })),
  ]
  const rules = (await Promise.all(subjects.map((subject) => deps.rules.ofSubject(accountId, subject)))).flat()
  // A rule of a site or of a set of doors may lead to any panel.
  if (rules.some(({ panelId }) => panelId === undefined)) return every()
  return [...new Set(rules.flatMap(({ panelId }) => panelId ?? []))]
    .filter((panelId) => after === undefined || panelId > after)
    .sort((one, other) => one - other)
    .slice(0, deps.pageSize + 1)
}

/** The groups and their parents: what the rules of a group allow, they allow to the groups below it. */
const upwards = async (deps: FindDeps, accountId: AccountId, groupIds: readonly GroupId[]): Promise<GroupId[]> => {
  const byId = new Map<number, Group>()
  let level = [...new Set(groupIds)]
  for (let depth = 0; depth < maxGroupDepth && level.length > 0; depth += 1) {
    const groups = await deps.groups.getMany(accountId, level)
    for (const group of groups) byId.set(group.id, group)
    level = groups.flatMap(({ parentId }) => parentId ?? []).filter((id) => !byId.has(id))
  }
  return withParents([...new Set(groupIds)], byId)
}
