import { definedOf } from '../../../lib/defined.ts'
import type { AccountId, PanelId } from '../../../lib/ids.ts'
import type { Frame } from '../../access/decisions/entity.ts'
import type { PanelRules } from '../../access/decisions/rules.ts'
import { timetableOf } from '../../access/schedules/entity.ts'
import { schedulesOf } from '../../places/access-points/door-rules.ts'
import { compileAreas } from './compile-areas.ts'
import { compileDoorRules } from './compile-door-rules.ts'
import { compileCredential, compileUser, effectsOf, type Scope } from './compile-people.ts'
import { byId, compilePoint } from './compile-point.ts'
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

const siteOf = <S extends number>({ siteId }: { siteId?: S | undefined }): { siteId?: S } =>
  siteId === undefined ? {} : { siteId }

const calendarOf = ({ calendarId }: Compiled<'holiday'>): Pick<Compiled<'holiday'>, 'calendarId'> =>
  calendarId === undefined ? {} : { calendarId }
