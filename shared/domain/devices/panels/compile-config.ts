import { definedOf } from '../../../lib/defined.ts'
import type { AccountId, PanelId } from '../../../lib/ids.ts'
import type { Frame } from '../../access/decisions/entity.ts'
import type { PanelAccessRule, PanelRules } from '../../access/decisions/rules.ts'
import { timetableOf } from '../../access/schedules/entity.ts'
import { type DoorRules, schedulesOf } from '../../places/access-points/door-rules.ts'
import type { DoorSide } from '../../places/access-points/entity.ts'
import { compileAreas } from './compile-areas.ts'
import { compileDoorRules } from './compile-door-rules.ts'
import { compileCredential, compileUser, effectsOf, type Scope } from './compile-people.ts'
import type { Compiled } from './compiled-fields.ts'
import type { FrameSources, RuleSources } from './rule-sources.ts'

/** What a panel's rules say, without when and as which version it was compiled: equal sources give equal text. */
export type RulesContent = Omit<PanelRules, 'version' | 'compiledAt'>

/**
 * The rules of one panel: its doors, who may open them, and nothing about anybody else. A rule of a group that does not
 * exist, and a door whose site is unknown, are left out: what is unknown stays shut.
 */
export const compileRules = (sources: RuleSources): RulesContent => withPeopleOf(compileFrame(sources), sources)

/** What a panel's rules say besides people, and what that makes of people: who is in the rules, and by which groups. */
export type CompiledFrame = {
  accountId: AccountId
  panelId: PanelId
  frame: Frame
  scope: Scope
}

/** The rules of a panel with this frame, and these people as far as they may pass. */
export const withPeopleOf = (
  { accountId, panelId, frame, scope }: CompiledFrame,
  sources: Pick<RuleSources, 'users' | 'credentials'>,
): RulesContent => {
  const users = byId(sources.users).flatMap((user) => compileUser(user, scope))
  const people = new Set<number>(users.map(({ id }) => id))
  const credentials = byId(sources.credentials).flatMap((credential) => compileCredential(credential, people))
  return { formatVersion: 2, accountId, panelId, ...frame, users, credentials }
}

/** What the rules of one panel say besides people. */
export const compileFrame = (sources: FrameSources): CompiledFrame => {
  const groups = new Set<number>(sources.groups.map(({ id }) => id))
  const located = byId(sources.accessPoints).filter(({ siteId }) => sources.timeZones.has(siteId))
  const asked = compileDoorRules(located, groups)
  const accessPoints = located.flatMap((point) => compilePoint(point, sources, groups, asked.at.get(point.id)))
  const rules = accessPoints.flatMap((point) => point.rules)
  const usedIds = [...rules.map(({ scheduleId }) => scheduleId), ...accessPoints.map(({ unlockScheduleId }) => unlockScheduleId)]
  const used = new Set<number>(
    [...usedIds, ...accessPoints.flatMap(({ doorRules }) => schedulesOf(doorRules))].flatMap((id) => id ?? []),
  )
  const schedules = byId(sources.schedules).filter(({ id }) => used.has(id))
  const subjects = rules.map(({ subject }) => subject)
  const passing = new Set<number>(subjects.flatMap((subject) => (subject.kind === 'group' ? [subject.groupId] : [])))
  const enabling = new Set<number>(schedules.flatMap(({ enablingGroupId }) => enablingGroupId ?? []))
  return {
    accountId: sources.accountId,
    panelId: sources.panelId,
    scope: {
      effects: effectsOf(sources.groups, passing, new Set([...enabling, ...asked.escorted])),
      users: new Set(subjects.flatMap((subject) => (subject.kind === 'user' ? [subject.userId] : []))),
    },
    frame: {
      accessPoints,
      schedules: schedules.map(({ id, name, ...schedule }) => ({ id, name, ...siteOf(schedule), ...timetableOf(schedule) })),
      holidays: compileHolidays(sources.holidays, accessPoints, schedules),
      areas: compileAreas(sources, accessPoints),
      groups: byId(sources.groups)
        .filter(({ id }) => passing.has(id) || asked.escorted.has(id))
        .map(({ id, keypadUnlock, immuneToAntipassback, excludedFromLockdown, antipassbackResetTime }) => ({
          id,
          keypadUnlock,
          immuneToAntipassback,
          excludedFromLockdown,
          ...definedOf({ antipassbackResetTime }),
        })),
    },
  }
}

/** The holidays of the sites of these doors, as far as these schedules look at their calendars. */
const compileHolidays = (
  holidays: readonly Compiled<'holiday'>[],
  accessPoints: Frame['accessPoints'],
  schedules: readonly Compiled<'schedule'>[],
): Frame['holidays'] => {
  const sites = new Set<number>(accessPoints.map(({ siteId }) => siteId))
  const calendars = new Set<number>(
    schedules.flatMap(({ holidaySource }) => (holidaySource.kind === 'calendars' ? holidaySource.calendarIds : [])),
  )
  return byId(holidays)
    .filter(({ siteId }) => siteId === undefined || sites.has(siteId))
    .filter(({ calendarId }) => calendarId === undefined || calendars.has(calendarId))
    .map((holiday) => ({
      id: holiday.id,
      name: holiday.name,
      ...siteOf(holiday),
      ...calendarOf(holiday),
      start: holiday.start,
      end: holiday.end,
    }))
}

const byId = <T extends { id: number }>(all: readonly T[]): T[] => [...all].sort((one, other) => one.id - other.id)

const siteOf = <S extends number>({ siteId }: { siteId?: S | undefined }): { siteId?: S } =>
  siteId === undefined ? {} : { siteId }

const calendarOf = ({ calendarId }: Compiled<'holiday'>): Pick<Compiled<'holiday'>, 'calendarId'> =>
  calendarId === undefined ? {} : { calendarId }

const compilePoint = (
  point: Compiled<'access-point'>,
  sources: FrameSources,
  groups: ReadonlySet<number>,
  doorRules: DoorRules | undefined,
): Frame['accessPoints'] => {
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
      ...definedOf({
        floor: point.floor,
        lockSerialNumber: point.lockSerialNumber,
        wiegandPort: point.wiegandPort,
        failedAttempts: point.failedAttempts,
        doorRules,
        silentAlarm: point.doorRules?.silentAlarm,
      }),
    },
  ]
}

const compileReaders = (
  { id }: Compiled<'access-point'>,
  { readers }: FrameSources,
): Pick<Frame['accessPoints'][number], 'readers'> => {
  const here = readers.filter(({ accessPointId }) => accessPointId === id)
  return here.length === 0 ? {} : { readers: byId(here).map((reader) => ({ id: reader.id, side: reader.side })) }
}

/**
 * The rules that hold at a door, flat: its own, those of its sides, of its site and of the sets that it or a side lies in. The
 * rules of a site do not hold at the floors of its lifts.
 */
const rulesAt = (
  point: Compiled<'access-point'>,
  { rules, doorSets }: FrameSources,
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
