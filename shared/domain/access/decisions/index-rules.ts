import type { AccessPointId, GroupId, ScheduleId, SiteId, UserId } from '../../../lib/ids.ts'
import { type CredentialFamily, familyOf } from '../../people/credentials/entity.ts'
import type { RuleSubject } from '../rules/entity.ts'
import { holidaysAt } from '../schedules/spans.ts'
import type {
  PanelAccessPoint,
  PanelAccessRule,
  PanelCredential,
  PanelHoliday,
  PanelRules,
  PanelSchedule,
  PanelUser,
} from './rules.ts'

/** One person or thing found by what was presented; `ambiguous` where the rules give it to several, which opens nothing. */
export type Found<One> = One | 'ambiguous'

/**
 * A panel's rules, arranged so that the time of a decision does not grow with their number. Built once per version; reads
 * only. `rulesAt` gives the rules of a door by their subject (`subjectKey`); `credentials`, for each family of kinds, those with
 * a value: cards of whatever length; `enabledByGroup` the schedules that a member of a group enables; `floorsOf` the floors of a lift; `excludedFromLockdown` the
 * groups whose rules stand in a lockdown.
 */
export type IndexedRules = {
  version: number
  accessPoints: ReadonlyMap<AccessPointId, PanelAccessPoint>
  credentials: ReadonlyMap<CredentialFamily, ReadonlyMap<string, readonly PanelCredential[]>>
  rulesAt: ReadonlyMap<AccessPointId, ReadonlyMap<string, readonly PanelAccessRule[]>>
  usersByPin: ReadonlyMap<string, Found<PanelUser>>
  users: ReadonlyMap<UserId, PanelUser>
  schedules: ReadonlyMap<ScheduleId, PanelSchedule>
  excludedFromLockdown: ReadonlySet<GroupId>
  enabledByGroup: ReadonlyMap<GroupId, readonly PanelSchedule[]>
  floorsOf: ReadonlyMap<AccessPointId, readonly PanelAccessPoint[]>
  holidays: ReadonlyMap<SiteId, readonly PanelHoliday[]>
}

/** Arranges the rules for `decide`. Takes time in proportion to their number. */
export const indexRules = (rules: PanelRules): IndexedRules => ({
  version: rules.version,
  accessPoints: byId(rules.accessPoints),
  credentials: byValue(rules.credentials),
  rulesAt: new Map(rules.accessPoints.map((point) => [point.id, Map.groupBy(point.rules, ({ subject }) => subjectKey(subject))])),
  usersByPin: byUnique(rules.users, (user) => user.pin),
  users: byId(rules.users),
  schedules: byId(rules.schedules),
  excludedFromLockdown: new Set(rules.groups.flatMap(({ id, excludedFromLockdown }) => (excludedFromLockdown ? [id] : []))),
  enabledByGroup: Map.groupBy(
    rules.schedules.filter(({ enablingGroupId }) => enablingGroupId !== undefined),
    // The filter leaves only schedules that have an enabling group.
    ({ enablingGroupId }) => enablingGroupId as GroupId,
  ),
  floorsOf: Map.groupBy(
    rules.accessPoints.filter(({ floor }) => floor !== undefined),
    // The filter leaves only floors.
    ({ floor }) => floor?.liftId as AccessPointId,
  ),
  holidays: new Map(rules.accessPoints.map(({ siteId }) => [siteId, holidaysAt(rules.holidays, siteId)])),
})

/** A subject as a key: `group 12`, `user 7`. */
export const subjectKey = (subject: RuleSubject): string =>
  subject.kind === 'group' ? `group ${subject.groupId}` : `user ${subject.userId}`

const byId = <Id, One extends { id: Id }>(all: readonly One[]): Map<Id, One> => new Map(all.map((one) => [one.id, one]))

const byValue = (all: readonly PanelCredential[]): IndexedRules['credentials'] => {
  const families = Map.groupBy(all, ({ kind }) => familyOf(kind ?? 'card'))
  return new Map([...families].map(([family, some]) => [family, Map.groupBy(some, ({ encoded }) => encoded)]))
}

const byUnique = <One>(all: readonly One[], keyOf: (one: One) => string | undefined): Map<string, Found<One>> => {
  const found = new Map<string, Found<One>>()
  for (const one of all) {
    const key = keyOf(one)
    if (key !== undefined) found.set(key, found.has(key) ? 'ambiguous' : one)
  }
  return found
}
