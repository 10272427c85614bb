import { definedOf } from '../../../lib/defined.ts'
import type { PanelAccessRule, PanelRules, PanelVisit } from '../../access/decisions/rules.ts'
import { timetableOf } from '../../access/schedules/entity.ts'
import { isCard } from '../../people/credentials/entity.ts'
import { withParents } from '../../people/groups/tree.ts'
import type { DoorSide } from '../../places/access-points/entity.ts'
import type { Compiled } from './compiled-fields.ts'
import type { RuleSources } from './rule-sources.ts'

/** What a panel's rules say, without when and as which version it was compiled: equal sources give equal text. */
export type RulesContent = Omit<PanelRules, 'version' | 'compiledAt'>

/**
 * The rules of one panel: its doors, who may open them, and nothing about anybody else. A rule of a group that does not
 * exist, and a door whose site is unknown, are left out: what is unknown stays shut.
 */
export const compileRules = (sources: RuleSources): RulesContent => {
  const groups = new Set<number>(sources.groups.map(({ id }) => id))
  const accessPoints = byId(sources.accessPoints).flatMap((point) => compilePoint(point, sources, groups))
  const rules = accessPoints.flatMap((point) => point.rules)
  const subjects = rules.map(({ subject }) => subject)
  const permitted = {
    groups: new Set<number>(subjects.flatMap((subject) => (subject.kind === 'group' ? [subject.groupId] : []))),
    users: new Set<number>(subjects.flatMap((subject) => (subject.kind === 'user' ? [subject.userId] : []))),
  }
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
  const enabling = new Set<number>(usedSchedules.flatMap(({ enablingGroupId }) => enablingGroupId ?? []))
  const groupsById = new Map<number, Compiled<'group'>>(sources.groups.map((group) => [group.id, group]))
  const users = byId(sources.users).flatMap((user) => compileUser(user, groupsById, permitted, enabling))
  const people = new Set<number>(users.map(({ id }) => id))
  return {
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
      .filter(({ id }) => permitted.groups.has(id))
      .map(({ id, keypadUnlock, immuneToAntipassback, excludedFromLockdown }) => ({
        id,
        keypadUnlock,
        immuneToAntipassback,
        excludedFromLockdown,
      })),
    users,
    credentials: byId(sources.credentials).flatMap((credential) => compileCredential(credential, people)),
  }
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

const dates = ({ effectiveFrom, effectiveTo }: { effectiveFrom?: number | undefined; effectiveTo?: number | undefined }) => ({
  ...(effectiveFrom === undefined ? {} : { effectiveFrom }),
  ...(effectiveTo === undefined ? {} : { effectiveTo }),
})

type Permitted = { groups: ReadonlySet<number>; users: ReadonlySet<number> }

/**
 * Somebody who may pass here, with the groups that matter here: those that give permission, and those that enable a schedule by
 * their presence. So joining any other group changes nothing.
 */
const compileUser = (
  user: Compiled<'user'>,
  groupsById: ReadonlyMap<number, Compiled<'group'>>,
  permitted: Permitted,
  enabling: ReadonlySet<number>,
): RulesContent['users'] => {
  const all = withParents(user.groupIds, groupsById)
  if (!permitted.users.has(user.id) && !all.some((id) => permitted.groups.has(id))) return []
  const groupIds = all.filter((id) => permitted.groups.has(id) || enabling.has(id)).sort((one, other) => one - other)
  const pin = user.pin === undefined ? {} : { pin: user.pin }
  return [{ id: user.id, suspended: user.suspended, ...pin, ...dates(user), groupIds, ...visitOf(user) }]
}

const visitOf = (user: Compiled<'user'>): { visit?: PanelVisit } => {
  if (!('visit' in user)) return {}
  const { startsAt, endsAt, stopped } = user.visit
  return { visit: { startsAt, endsAt, ...(stopped ? { stopped: true } : {}) } }
}

const compileCredential = (credential: Compiled<'credential'>, people: ReadonlySet<number>): RulesContent['credentials'] => {
  const { id, kind, encoded, state, userId, passesLeft, relays, alarm } = credential
  // A PIN is in its user's record; what is still in stock opens nothing and explains nothing.
  if (userId === undefined || !people.has(userId) || kind === 'pin' || state === 'pending') return []
  const own = definedOf({
    kind: kind === 'card' ? undefined : kind,
    bits: isCard(credential) ? credential.bits : undefined,
    state: state === 'active' ? undefined : state,
    passesLeft,
    relays,
    alarm,
  })
  return [{ id, encoded, userId, ...own, ...dates(credential) }]
}
