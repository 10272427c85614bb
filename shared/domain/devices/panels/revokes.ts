import type { AntiPassback, AreaReset, Occupancy } from '../../access/areas/entity.ts'
import type { Timetable, TimetableException, Week } from '../../access/schedules/timetable.ts'
import type { Visit } from '../../people/visitors/entity.ts'
import type { FailedAttempts, LiftFloor } from '../../places/access-points/entity.ts'
import type { CompiledField, Sources } from './compiled-fields.ts'

type Attributes = Readonly<Record<string, unknown>>
type ValueOf<Entity, Field> = Entity extends unknown ? (Field extends keyof Entity ? Entity[Field] : undefined) : never
type Value<Name extends keyof Sources, Field> = ValueOf<Sources[Name], Field> | undefined
/** Whether a field that changed from one value to another may leave somebody with less access; asked of different values only. */
type MayTake<V> = (before: V, after: V) => boolean

const always = () => true
const never = () => false
const turnedOn = (_before: boolean | undefined, after: boolean | undefined): boolean => after === true
const turnedOff = (_before: boolean | undefined, after: boolean | undefined): boolean => after !== true
const wasSet = (before: unknown): boolean => before !== undefined
const isSet = (_before: unknown, after: unknown): boolean => after !== undefined
/** Of a number that allows more the larger it is, and everything without one. */
const lower = (before = Number.POSITIVE_INFINITY, after = Number.POSITIVE_INFINITY): boolean => after < before
/** Of a number that allows more the smaller it is, and everything without one. */
const higher = (before = Number.NEGATIVE_INFINITY, after = Number.NEGATIVE_INFINITY): boolean => after > before
const lostOne = (before: readonly number[] = [], after: readonly number[] = []): boolean =>
  before.some((id) => !after.includes(id))

/** Each span has to lie within one span of the new week: two that meet are not one on the nights when the clock changes. */
const narrowerWeek = (before: Week | undefined, after: Week | undefined): boolean =>
  !before ||
  !after ||
  Object.entries(before).some(([day, spans]) => {
    // A week has the same keys as any other.
    const wider = after[day as keyof Week]
    return spans.some(
      (span) => !wider.some(({ startSecond, endSecond }) => startSecond <= span.startSecond && endSecond >= span.endSecond),
    )
  })

/** Opening exceptions have to stay, and no closing one may come. */
const fewerOpenings = (before: Timetable['exceptions'] = [], after: Timetable['exceptions'] = []): boolean => {
  const lacks = (all: readonly TimetableException[], one: TimetableException) =>
    !all.some((other) => JSON.stringify(other) === JSON.stringify(one))
  return (
    before.some((one) => one.effect === 'open' && lacks(after, one)) ||
    after.some((one) => one.effect === 'closed' && lacks(before, one))
  )
}

/** A visit that was stopped admits nobody; otherwise its window has to hold all of the former one. */
const shorterVisit = (before: Visit | undefined, after: Visit | undefined): boolean =>
  !before || !after || after.stopped !== undefined || after.startsAt > before.startsAt || after.endsAt < before.endsAt

/** Whoever guesses may guess less. */
const stricter = (before: FailedAttempts | undefined, after: FailedAttempts | undefined): boolean =>
  after !== undefined && (!before || after.limit < before.limit || after.blockSeconds > before.blockSeconds)

/** Whoever was let in again, or out, may be refused now. */
const strictPassback = (before: AntiPassback | undefined, after: AntiPassback | undefined): boolean =>
  after?.enforcement === 'deny' &&
  (before?.enforcement !== 'deny' || higher(before.timeoutMinutes ?? forever, after.timeoutMinutes ?? forever))
const forever = Number.POSITIVE_INFINITY

/** Fewer people may be inside. */
const fewerInside = (before: Occupancy | undefined, after: Occupancy | undefined): boolean =>
  after?.enforcement === 'deny' && (before?.enforcement !== 'deny' || after.limit < before.limit)

/** Who is inside is forgotten less often. */
const fewerResets = (before: readonly AreaReset[] = [], after: readonly AreaReset[] = []): boolean =>
  before.some((one) => !after.some(({ weekday, minute }) => one.weekday === weekday && one.minute === minute))

/** The number of a floor is a name for people: what opens it is its output. */
const otherOutput = (before: LiftFloor | undefined, after: LiftFloor | undefined): boolean =>
  before?.liftId !== after?.liftId || before?.relay !== after?.relay

/** For each field in panels' rules. A field that is compiled and has no line here does not pass the type check. */
const mayTake: { readonly [Name in keyof Sources]: { readonly [Field in CompiledField<Name>]: MayTake<Value<Name, Field>> } } = {
  user: { suspended: turnedOn, pin: wasSet, effectiveFrom: higher, effectiveTo: lower, groupIds: lostOne, visit: shorterVisit },
  credential: {
    kind: always,
    encoded: always,
    bits: always,
    userId: wasSet,
    state: (before) => before === 'active',
    effectiveFrom: higher,
    effectiveTo: lower,
    passesLeft: lower,
    relays: always,
    alarm: never,
  },
  group: {
    keypadUnlock: turnedOff,
    immuneToAntipassback: turnedOff,
    excludedFromLockdown: turnedOff,
    antipassbackResetTime: never,
    parentId: wasSet,
  },
  rule: { subject: always, target: always, scheduleId: isSet, panelId: wasSet, privacyModeOverride: turnedOff },
  schedule: {
    name: never,
    // what cannot be edited is always open
    editable: turnedOn,
    siteId: always,
    enablingGroupId: isSet,
    gracePeriodMinutes: (before = 0, after = 0) => after < before,
    week: narrowerWeek,
    exceptions: fewerOpenings,
    holidaySource: always,
  },
  holiday: { name: never, siteId: always, calendarId: always, start: always, end: always },
  site: { timeZone: always },
  'access-point': {
    name: never,
    siteId: always,
    panelId: always,
    twoFactorEnabled: turnedOn,
    activationEnabled: turnedOff,
    pulseSeconds: lower,
    unlockScheduleId: wasSet,
    failedAttempts: stricter,
    doorRules: always,
    type: always,
    floor: otherOutput,
    lockSerialNumber: always,
    wiegandPort: always,
  },
  'door-set': { zoneCode: wasSet, silentAlarm: turnedOff },
  'door-set-member': { doorSetId: always, accessPointId: always, side: isSet, panelId: always },
  area: {
    panelId: always,
    borders: always,
    antiPassback: strictPassback,
    occupancy: fewerInside,
    exceptUserIds: lostOne,
    resets: fewerResets,
  },
  reader: { accessPointId: always, panelId: always, side: always },
  panel: { accessPointIds: lostOne, siteId: always },
}

/** A credential of nobody, or one that is not active, opens nothing: no change of it takes anything away. */
const opensDoors = ({ userId, state }: Attributes): boolean => userId !== undefined && state === 'active'

/**
 * Whether a change of an entity, as it is stored before and after, may leave somebody with less access than before. In doubt
 * it may. What is new takes nothing away, except a holiday, which closes the schedules that were open on its days, and an area, which may keep
 * people out or in; one that is deleted keeps nobody.
 */
export const mayRevoke = (entity: keyof Sources, before: Attributes | undefined, after: Attributes | undefined): boolean => {
  if (!before) return entity === 'holiday' || entity === 'area'
  if (entity === 'credential' && !opensDoors(before)) return false
  if (!after) return entity !== 'area'
  // The table above has a question for each of the entity's fields, and the stores wrote their values from the same schemas.
  const questions: Readonly<Record<string, MayTake<never>>> = mayTake[entity]
  return Object.entries(questions).some(
    ([field, question]) =>
      JSON.stringify(before[field]) !== JSON.stringify(after[field]) && question(before[field] as never, after[field] as never),
  )
}
