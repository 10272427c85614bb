import type { Queue } from '../../shared/adapters/queue.ts'
import type { RuleSubject, RuleTarget } from '../../shared/domain/access/rules/entity.ts'
import type { Deps } from '../../shared/domain/deps.ts'
import type { PanelsToFind, PanelToCompile } from '../../shared/domain/devices/panels/config-work.ts'
import type { RuleSource } from '../../shared/domain/devices/panels/rule-sources.ts'
import { type Group, maxGroupDepth } from '../../shared/domain/people/groups/entity.ts'
import { withParents } from '../../shared/domain/people/groups/tree.ts'
import { asciiJson } from '../../shared/lib/ascii-json.ts'
import type { AccountId, GroupId, PanelId } from '../../shared/lib/ids.ts'
import type { dependentPanelStore } from '../../shared/storage/access/dependent-panels.ts'

export type FindDeps = Pick<Deps, 'presences' | 'groups' | 'rules'> & {
  dependents: Pick<ReturnType<typeof dependentPanelStore>, 'page'>
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

/** The next panels in the order of their ids, one more than a page when there are more; as groups and rules are now. */
const pageOf = async (deps: FindDeps, search: PanelsToFind): Promise<PanelId[]> => {
  const { accountId, after } = search
  const place = { after, limit: deps.pageSize + 1 }
  if (search.everyPanel) return deps.presences.panelIds(accountId, place)
  const subjects = await subjectsOf(deps, search)
  const rules = (await Promise.all(subjects.map((subject) => deps.rules.ofSubject(accountId, subject)))).flat()
  const wide = rules.filter(({ panelId }) => panelId === undefined).map(({ target }) => target)
  // Any panel may be behind a target that is neither a door nor one of these.
  const isBounded = wide.every(({ kind }) => kind === 'site' || kind === 'door_set')
  if (!isBounded) return deps.presences.panelIds(accountId, place)
  const sources: RuleSource[] = [
    ...search.siteIds.map((id) => ({ kind: 'site', id }) as const),
    ...search.scheduleIds.map((id) => ({ kind: 'schedule', id }) as const),
    ...search.doorSetIds.map((id) => ({ kind: 'door-set', id }) as const),
    ...subjects.flatMap((subject) => (subject.kind === 'group' ? { kind: 'group' as const, id: subject.groupId } : [])),
    ...wide.flatMap(sourceOf),
  ]
  const known = await Promise.all(sources.map((source) => deps.dependents.page(accountId, source, place)))
  const ofDoors = rules.flatMap(({ panelId }) => (panelId === undefined || panelId <= (after ?? 0) ? [] : panelId))
  return [...new Set([...known.flat(), ...ofDoors])].sort((one, other) => one - other).slice(0, place.limit)
}

const sourceOf = (target: RuleTarget): RuleSource[] => {
  if (target.kind === 'site') return [{ kind: 'site', id: target.siteId }]
  return target.kind === 'door_set' ? [{ kind: 'door-set', id: target.doorSetId }] : []
}

/** The groups and people of a search, and the groups above them. */
const subjectsOf = async (deps: FindDeps, search: PanelsToFind): Promise<RuleSubject[]> => {
  const { accountId } = search
  const ofUsers = await Promise.all(search.userIds.map((userId) => deps.groups.groupIdsOf(accountId, userId)))
  const groupIds = await upwards(deps, accountId, [...search.groupIds, ...ofUsers.flat()])
  return [
    ...groupIds.map((groupId) => ({ kind: 'group' as const, groupId })),
    ...[...new Set([...search.userIds, ...search.personIds])].map((userId) => ({ kind: 'user' as const, userId })),
  ]
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
