import type { AccessRule, RuleSubject, RuleTarget } from '../../shared/domain/access/rules/entity.ts'
import type { Deps } from '../../shared/domain/deps.ts'
import type { RuleSource } from '../../shared/domain/devices/panels/rule-sources.ts'
import { type Group, maxGroupDepth } from '../../shared/domain/people/groups/entity.ts'
import type { AccountId, GroupId, PanelId } from '../../shared/lib/ids.ts'
import type { dependentPanelStore } from '../../shared/storage/access/dependent-panels.ts'

export type UnderRulesDeps = Pick<Deps, 'presences' | 'groups' | 'rules'> & {
  dependents: Pick<ReturnType<typeof dependentPanelStore>, 'page'>
}

/** Where a page of panels begins, and how many they are at most. */
export type Place = { after: PanelId | undefined; limit: number }

/** The next panels, in the order of their ids, at whose doors rules of these subjects may hold, and those that `sources` are noted for. */
export const panelsUnderRules = async (
  deps: UnderRulesDeps,
  accountId: AccountId,
  subjects: readonly RuleSubject[],
  sources: readonly RuleSource[],
  place: Place,
): Promise<PanelId[]> => {
  const rules = (await Promise.all(subjects.map((subject) => deps.rules.ofSubject(accountId, subject)))).flat()
  const wide = rules.filter(({ panelId }) => panelId === undefined).map(({ target }) => target)
  // Any panel may be behind a target that is neither a door nor one of these.
  const isBounded = wide.every(({ kind }) => kind === 'site' || kind === 'door_set')
  if (!isBounded) return deps.presences.panelIds(accountId, place)
  const all = uniqueSources([...sources, ...wide.flatMap(sourceOf)])
  const known = await Promise.all(all.map((source) => deps.dependents.page(accountId, source, place)))
  return [...new Set([...known.flat(), ...ofDoors(rules, place)])].sort((one, other) => one - other).slice(0, place.limit)
}

const uniqueSources = (sources: readonly RuleSource[]): RuleSource[] => [
  ...new Map(sources.map((source) => [`${source.kind} ${source.id}`, source])).values(),
]

const ofDoors = (rules: readonly AccessRule[], { after = 0 as PanelId }: Place): PanelId[] =>
  rules.flatMap(({ panelId }) => (panelId === undefined || panelId <= after ? [] : panelId))

const sourceOf = (target: RuleTarget): RuleSource[] => {
  if (target.kind === 'site') return [{ kind: 'site', id: target.siteId }]
  return target.kind === 'door_set' ? [{ kind: 'door-set', id: target.doorSetId }] : []
}

/** The groups that exist of these and all above them, by id: what the rules of a group allow, they allow to the groups below it. */
export const withGroupsAbove = async (
  { groups: store }: Pick<Deps, 'groups'>,
  accountId: AccountId,
  groupIds: readonly GroupId[],
): Promise<Map<number, Group>> => {
  const byId = new Map<number, Group>()
  let level = [...new Set(groupIds)]
  for (let depth = 0; depth <= maxGroupDepth && level.length > 0; depth += 1) {
    const groups = await store.getMany(accountId, level)
    for (const group of groups) byId.set(group.id, group)
    level = [...new Set(groups.flatMap(({ parentId }) => parentId ?? []))].filter((id) => !byId.has(id))
  }
  return byId
}
