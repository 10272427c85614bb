import { definedOf } from '../../../lib/defined.ts'
import type { PanelAccessRule, PanelRules } from '../../access/decisions/rules.ts'
import { timetableOf } from '../../access/schedules/entity.ts'
import type { DoorSide } from '../../places/access-points/entity.ts'
import { compileCredential, compileUser, type Permitted } from './compile-people.ts'
import type { Compiled } from './compiled-fields.ts'
import type { RuleSources } from './rule-sources.ts'

/** What a panel's rules say, without when and as which version it was compiled: equal sources give equal text. */
export type RulesContent = Omit<PanelRules, 'version' | 'compiledAt'>

/**
 * The rules of one panel: its doors, who may open them, and nothing about anybody else. A rule of a group that does not
 * exist, and a door whose site is unknown, are left out: what is unknown stays shut.
 */
export const compileRules = (sources: RuleSources): RulesContent => compileWithScope(sources).content

/** The rules of one panel, and what decides who is in them. */
export const compileWithScope = (sources: RuleSources): { content: RulesContent; scope: Permitted } => {
  const groups = new Set<number>(sources.groups.map(({ id }) => id))
  const accessPoints = byId(sources.accessPoints).flatMap((point) => compilePoint(point, sources, groups))
  const rules = accessPoints.flatMap((point) => point.rules)
  const subjects = rules.map(({ subject }) => subject)
  const permittedGroups = new Set<number>(subjects.flatMap((subject) => (subject.kind === 'group' ? [subject.groupId] : [])))
  const sites = new Set<number>(accessPoints.map(({ siteId }) => siteId))
  const used = new Set<number>(
    [...rules.map(({ scheduleId }) => scheduleId), ...accessPoints.map(({ unlockScheduleId }) => unlockScheduleId)].flatMap(
      (id) => id ?? [],
    ),
  )
  const usedSchedules = byId(sources.schedules).filter(({ id }) => used.has(id))
  const calendars = new Set<number>(
    usedSchedules.flatMap(({ holidaySource }) => (holidaySource.kind === 'calendars' ? holidaySource.calendarIds : [])),
  )
  const scope: Permitted = {
    groups: permittedGroups,
    users: new Set<number>(subjects.flatMap((subject) => (subject.kind === 'user' ? [subject.userId] : []))),
    enabling: new Set<number>(usedSchedules.flatMap(({ enablingGroupId }) => enablingGroupId ?? [])),
  }
  const groupsById = new Map<number, Compiled<'group'>>(sources.groups.map((group) => [group.id, group]))
  const users = byId(sources.users).flatMap((user) => compileUser(user, groupsById, scope))
  const people = new Set<number>(users.map(({ id }) => id))
  const content: RulesContent = {
    formatVersion: 2,
    accountId: sources.accountId,
    panelId: sources.panelId,
    accessPoints,
    schedules: usedSchedules.map((schedule) => ({
      id: schedule.id,
      name: schedule.name,
      ...siteOf(schedule),
      ...timetableOf(schedule),
    })),
    holidays: byId(sources.holidays)
      .filter(({ siteId }) => siteId === undefined || sites.has(siteId))
      .filter(({ calendarId }) => calendarId === undefined || calendars.has(calendarId))
      .map((holiday) => ({
        id: holiday.id,
        name: holiday.name,
        ...siteOf(holiday),
        ...calendarOf(holiday),
        start: holiday.start,
        end: holiday.end,
      })),
    groups: byId(sources.groups)
      .filter(({ id }) => permittedGroups.has(id))
      .map(({ id, keypadUnlock, immuneToAntipassback, excludedFromLockdown }) => ({
        id,
        keypadUnlock,
        immuneToAntipassback,
        excludedFromLockdown,
      })),
    users,
    credentials: byId(sources.credentials).flatMap((credential) => compileCredential(credential, people)),
  }
  return { content, scope }
}

const byId = <T extends { id: number }>(all: readonly T[]): T[] => [...all].sort((one, other) => one.id - other.id)

const siteOf = <S extends number>({ siteId }: { siteId?: S | undefined }): { siteId?: S } =>
  siteId === undefined ? {} : { siteId }

const calendarOf = ({ calendarId }: Compiled<'holiday'>): Pick<Compiled<'holiday'>, 'calendarId'> =>
  calendarId === undefined ? {} : { calendarId }

const compilePoint = (
  point: Compiled<'access-point'>,
  sources: RuleSources,
  groups: ReadonlySet<number>,
): RulesContent['accessPoints'] => {
  const timeZone = sources.timeZones.get(point.siteId)
  if (timeZone === undefined) return []
  return [
    {
      id: point.id,
      name: point.name,
      siteId: point.siteId,
      timeZone,
      twoFactorEnabled: point.twoFactorEnabled,
      activationEnabled: point.activationEnabled,
      pulseSeconds: point.pulseSeconds,
      ...(point.unlockScheduleId === undefined ? {} : { unlockScheduleId: point.unlockScheduleId }),
      rules: rulesAt(point, sources, groups),
      ...compileReaders(point, sources),
      ...definedOf({ floor: point.floor, lockSerialNumber: point.lockSerialNumber, wiegandPort: point.wiegandPort }),
    },
  ]
}

const compileReaders = (
  { id }: Compiled<'access-point'>,
  { readers }: RuleSources,
): Pick<RulesContent['accessPoints'][number], 'readers'> => {
  const here = readers.filter(({ accessPointId }) => accessPointId === id)
  return here.length === 0 ? {} : { readers: byId(here).map((reader) => ({ id: reader.id, side: reader.side })) }
}

/**
 * The rules that hold at a door, flat: its own, those of its sides, of its site and of the sets that it or a side lies in. The
 * rules of a site do not hold at the floors of its lifts.
 */
const rulesAt = (
  point: Compiled<'access-point'>,
  { rules, doorSets }: RuleSources,
  groups: ReadonlySet<number>,
): PanelAccessRule[] => {
  const sidesOf = ({ target }: Compiled<'rule'>): (DoorSide | undefined)[] => {
    switch (target.kind) {
      case 'door':
        return target.accessPointId === point.id ? [undefined] : []
      case 'door_side':
        return target.accessPointId === point.id ? [target.side] : []
      case 'site':
        return target.siteId === point.siteId && point.type !== 'FLOOR' ? [undefined] : []
      case 'door_set':
        return doorSets
          .filter(({ doorSetId, accessPointId }) => doorSetId === target.doorSetId && accessPointId === point.id)
          .map(({ side }) => side)
    }
  }
  return flatRules(rules, groups, sidesOf)
}

/** Each rule by the sides that it covers. Equal rules stand once, in one order, so that equal sources give equal text. */
const flatRules = (
  rules: readonly Compiled<'rule'>[],
  groups: ReadonlySet<number>,
  sidesOf: (rule: Compiled<'rule'>) => (DoorSide | undefined)[],
): PanelAccessRule[] => {
  const flat = rules
    .filter(({ subject }) => subject.kind !== 'group' || groups.has(subject.groupId))
    .flatMap((rule) =>
      sidesOf(rule).map(
        (side): PanelAccessRule => ({
          subject: rule.subject,
          ...definedOf({ side, scheduleId: rule.scheduleId }),
          ...(rule.privacyModeOverride ? { overridesPrivacy: true } : {}),
        }),
      ),
    )
  const byText = new Map(flat.map((rule) => [sortText(rule), rule]))
  return [...byText].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, rule]) => rule)
}

const sortText = ({ subject, side, scheduleId, overridesPrivacy }: PanelAccessRule): string => {
  const id = subject.kind === 'group' ? subject.groupId : subject.userId
  return [subject.kind, padded(id), side ?? 0, padded(scheduleId ?? 0), overridesPrivacy ?? ''].join(' ')
}

const padded = (id: number): string => String(id).padStart(16, '0')
