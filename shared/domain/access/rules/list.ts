import type { AccountId, GroupId } from '../../../lib/ids.ts'
import type { Page, PageRequest } from '../../../lib/page.ts'
import { err, ok, type Result } from '../../../lib/result.ts'
import { containsAny } from '../../../lib/text.ts'
import type { NotFound } from '../../common-errors.ts'
import type { Deps } from '../../deps.ts'
import type { Principal } from '../../identity/principals/principal.ts'
import type { AccessPoint } from '../../places/access-points/entity.ts'
import type { NamedRule } from './assign.ts'
import { expandRules, isOwnPair, lineageOf, type RuleAtDoor } from './expand.ts'

/** What a listing of a group's rules may be narrowed by: every criterion has to hold. Case is ignored. */
export type RuleCriterion =
  | { field: 'accessPointName' | 'scheduleName'; contains: readonly string[] }
  | { field: 'accessPointType'; anyOf: readonly AccessPoint['type'][]; is: boolean }
  | { field: 'privacyModeOverride'; anyOf: readonly boolean[] }

type Needed = Pick<Deps, 'groups' | 'rules' | 'accessPoints' | 'doorSets' | 'schedules'>

/**
 * A page of the rules by which a group may pass doors, in order of the doors: its own, those of its parents, and wider ones at each
 * door that they cover.
 */
export const listGroupRules = async (
  deps: Needed,
  { accountId }: Principal,
  groupId: GroupId,
  criteria: readonly RuleCriterion[],
  { offset, pageSize }: PageRequest,
): Promise<Result<Page<NamedRule>, NotFound<'group'>>> => {
  const [group, own] = await Promise.all([
    deps.groups.get(accountId, groupId),
    deps.rules.ofSubject(accountId, { kind: 'group', groupId }),
  ])
  if (!group) return err({ kind: 'not_found', what: 'group', id: groupId })
  const [, ...parents] = await lineageOf(deps, accountId, group)
  const inherited = await Promise.all(parents.map((subject) => deps.rules.ofSubject(accountId, subject)))
  const rules = await expandRules(deps, accountId, [...own, ...inherited.flat()])
  const end = offset + pageSize
  if (criteria.length === 0) {
    return ok({ data: await named(deps, accountId, groupId, rules.slice(offset, end)), count: rules.length })
  }
  const all = await named(deps, accountId, groupId, rules)
  const found = all.filter((one) => criteria.every((each) => meets(one, each)))
  return ok({ data: found.slice(offset, end), count: found.length })
}

/** The rules with their doors and schedules; one whose door or schedule is gone opens nothing and is left out. */
const named = async (
  deps: Needed,
  accountId: AccountId,
  groupId: GroupId,
  rules: readonly RuleAtDoor[],
): Promise<NamedRule[]> => {
  const scheduleIds = [...new Set(rules.flatMap(({ rule }) => rule.scheduleId ?? []))]
  const [accessPoints, schedules] = await Promise.all([
    deps.accessPoints.getMany(accountId, [...new Set(rules.map(({ accessPointId }) => accessPointId))]),
    deps.schedules.getMany(accountId, scheduleIds),
  ])
  const accessPointById = new Map<number, AccessPoint>(accessPoints.map((one) => [one.id, one]))
  const scheduleById = new Map(schedules.map((one) => [one.id, one]))
  return rules.flatMap(({ rule, accessPointId, side }): NamedRule[] => {
    const accessPoint = accessPointById.get(accessPointId)
    if (!accessPoint) return []
    const common = { rule, accessPoint, side, isOwn: isOwnPair(rule, groupId) }
    if (rule.scheduleId === undefined) return [common]
    const schedule = scheduleById.get(rule.scheduleId)
    return schedule ? [{ ...common, schedule }] : []
  })
}

const meets = ({ rule, accessPoint, schedule }: NamedRule, criterion: RuleCriterion): boolean => {
  switch (criterion.field) {
    case 'accessPointName':
      return containsAny(accessPoint.name, criterion.contains)
    case 'scheduleName':
      return containsAny(schedule?.name, criterion.contains)
    case 'accessPointType':
      return criterion.anyOf.includes(accessPoint.type) === criterion.is
    case 'privacyModeOverride':
      return criterion.anyOf.includes(rule.privacyModeOverride ?? false)
  }
}
