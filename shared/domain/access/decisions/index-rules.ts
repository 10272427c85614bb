import type { AccessPointId, GroupId, ScheduleId, SiteId } from '../../../lib/ids.ts'
import type { DoorSide } from '../../places/access-points/entity.ts'
import type { RuleSubject } from '../rules/entity.ts'
import { holidaysAt } from '../schedules/spans.ts'
import type { AreaDirection } from './area-states.ts'
import type { Frame } from './entity.ts'
import { indexPeople, type PeopleIndex } from './people-index.ts'
import type { PanelAccessPoint, PanelAccessRule, PanelArea, PanelHoliday, PanelRules, PanelSchedule } from './rules.ts'

/**
 * A panel's rules, arranged so that the time of a decision does not grow with their number. Built once per version; reads
 * only. `rulesAt` gives the rules of a door by their subject (`subjectKey`); `people` who may pass, by what they present; `enabledByGroup` the schedules that a member of a group enables; `floorsOf` the floors of a lift; `excludedFromLockdown` the
 * groups whose rules stand in a lockdown; `bordersOf` the borders of areas at a door; `immuneToAntipassback` the groups that are free of
 * anti-passback, and `antipassbackResets` the minute of the day at which areas forget the members of a group.
 */
export type IndexedRules = {
  version: number
  accessPoints: ReadonlyMap<AccessPointId, PanelAccessPoint>
  people: PeopleIndex
  rulesAt: ReadonlyMap<AccessPointId, ReadonlyMap<string, readonly PanelAccessRule[]>>
  schedules: ReadonlyMap<ScheduleId, PanelSchedule>
  excludedFromLockdown: ReadonlySet<GroupId>
  enabledByGroup: ReadonlyMap<GroupId, readonly PanelSchedule[]>
  floorsOf: ReadonlyMap<AccessPointId, readonly PanelAccessPoint[]>
  holidays: ReadonlyMap<SiteId, readonly PanelHoliday[]>
  bordersOf: ReadonlyMap<AccessPointId, readonly IndexedBorder[]>
  immuneToAntipassback: ReadonlySet<GroupId>
  antipassbackResets: ReadonlyMap<GroupId, number>
}

/** A side of a door, the area that lies behind or before it, and the direction in which it is passed there. */
export type IndexedBorder = { area: PanelArea; side: DoorSide; direction: AreaDirection }

/** Arranges the rules for `decide`. Takes time in proportion to their number. */
export const indexRules = (rules: PanelRules): IndexedRules => ({
  version: rules.version,
  people: indexPeople(rules.users, rules.credentials),
  ...indexFrame(rules),
})

/** Arranges what the rules say besides people. */
export const indexFrame = (rules: Frame): Omit<IndexedRules, 'version' | 'people'> => ({
  accessPoints: byId(rules.accessPoints),
  rulesAt: new Map(rules.accessPoints.map((point) => [point.id, Map.groupBy(point.rules, ({ subject }) => subjectKey(subject))])),
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
  bordersOf: bordersOf(rules.areas),
  immuneToAntipassback: new Set(rules.groups.flatMap(({ id, immuneToAntipassback }) => (immuneToAntipassback ? [id] : []))),
  antipassbackResets: new Map(
    rules.groups.flatMap(({ id, antipassbackResetTime: time }) => (time === undefined ? [] : [[id, time]])),
  ),
})

const bordersOf = (areas: readonly PanelArea[]): ReadonlyMap<AccessPointId, IndexedBorder[]> => {
  const all = areas.flatMap((area) => area.borders.map((border) => ({ area, ...border })))
  return new Map(
    [...Map.groupBy(all, ({ accessPointId }) => accessPointId)].map(([id, here]) => [
      id,
      here.map(({ area, side, direction }) => ({ area, side, direction })),
    ]),
  )
}

/** A subject as a key: `group 12`, `user 7`. */
export const subjectKey = (subject: RuleSubject): string =>
  subject.kind === 'group' ? `group ${subject.groupId}` : `user ${subject.userId}`

const byId = <Id, One extends { id: Id }>(all: readonly One[]): Map<Id, One> => new Map(all.map((one) => [one.id, one]))
