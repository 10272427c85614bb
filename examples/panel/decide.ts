import { countAttempt, isBlocked, readerName, sideOf } from './attempts.ts'
import {
  checkDoorRules,
  checkZoneCode,
  isZoneCode,
  oneLower,
  type Person,
  type Place,
  waiterAt,
  waitsAfter,
} from './door-rules.ts'
import { enabledUntil, isOpen, wallClock } from './schedule.ts'
import type { AccessPoint, Credential, Decision, Memory, Posture, Presented, Rule, Rules, User, Waiting } from './types.ts'

/** Chapter "How to decide" of docs/panel-protocol.md, in the order of its table. */
export const decide = (rules: Rules, presented: Presented, at: number, posture: Posture, memory: Memory): Decision => {
  const point = rules.accessPoints.find(({ id }) => id === presented.accessPointId)
  if (!point) return { decision: 'denied', reason: 'unknown_access_point' }
  const reader = readerName(point, presented)
  const attempts = memory.attempts?.[reader]
  const place: AtReader = {
    ...{ rules, point, at, memory, posture, reader, side: sideOf(point, presented) },
    isOpen: (id, groupIds) => isScheduleOpen(rules, point, id, groupIds, at, memory),
  }
  const isTaken = !isBlocked(point, attempts, at)
  const { waits, ...decision }: Decided = isTaken ? decideAtReader(place, presented) : denied('blocked_after_failures')
  return {
    ...decision,
    ...(isTaken ? countAttempt(point, reader, attempts, at, decision.reason) : {}),
    ...(memory.waiting?.[reader] === waits ? {} : { waiting: { reader, ...(waits ? { person: waits } : {}) } }),
  }
}

type AtReader = Place & { posture: Posture; reader: string }
/** A decision, and who waits at the reader after it. */
type Decided = Decision & { waits?: Waiting | undefined }
const denied = (reason: string, who: Partial<Decision> = {}): Decision => ({ decision: 'denied', reason, ...who })

const decideAtReader = (place: AtReader, presented: Presented): Decided => {
  const { point, posture } = place
  const found = presenterOf(place, presented)
  if (typeof found === 'string') return denied(found)
  if ('user' in found) return decideOfPerson(place, found)
  const refused = checkZoneCode(place, isLockedDown(posture, point))
  return refused === undefined ? { decision: 'granted', reason: 'granted', ...found } : denied(refused, found)
}

const decideOfPerson = (place: AtReader, person: Person): Decided => {
  const { rules, point, side, at, memory, reader } = place
  const { user, credential, pin } = person
  const isAlarm = credential?.alarm || person.alarm
  const who = {
    userId: user.id,
    ...(credential ? { credentialId: credential.id } : {}),
    ...(isAlarm ? ({ alarm: true } as const) : {}),
  }
  const presenting = { ...place, person, waiter: waiterAt(rules, memory, reader, at) }
  const refused = (reason: string): Decided => ({ ...denied(reason, who), waits: waitsAfter(reason, presenting) })
  const unfit = checkPerson(user, credential, pin, at)
  if (unfit) return refused(unfit)
  const asked: Asked = { ...place, user }
  const floors = rules.accessPoints.filter(({ floor }) => floor?.liftId === point.id)
  const own = refusal(asked, point, side)
  const tried = floors.map((floor) => ({ id: floor.id, refused: refusal(asked, floor, 1) }))
  const chosen = tried.filter((one) => one.refused === undefined).map(({ id }) => id)
  if (own !== undefined && chosen.length === 0) {
    const other = tried.find((one) => one.refused !== 'no_permission')?.refused
    return refused(own === 'no_permission' ? (other ?? own) : own)
  }
  const passing = checkDoorRules(presenting, own !== undefined)
  if (typeof passing === 'string') return refused(passing)
  const enables = enabledBy(rules, point, user, at)
  return {
    decision: 'granted',
    reason: 'granted',
    ...who,
    ...(chosen.length > 0 ? { floors: chosen } : {}),
    ...(own === undefined ? {} : { onlyFloors: true }),
    ...(enables.length > 0 ? { enables } : {}),
    ...passing,
    waits: waitsAfter('granted', presenting),
  }
}

type Presenter = Person | { zoneCode: true; alarm?: true }

/** Who presents: by a credential or a code, by one of the door, or by one that is one higher than a right one. */
const presenterOf = ({ rules, point, side }: Place, presented: Presented): Presenter | string => {
  const { encodedCredential, pin } = presented
  const byCode = (code: string): Presenter | string =>
    isZoneCode(point, side, code) ? { zoneCode: true } : identify(rules, { accessPointId: point.id, pin: code })
  if (encodedCredential === undefined && pin !== undefined) {
    const found = byCode(pin)
    const lower = found === 'unknown_pin' ? oneLower(point, pin) : undefined
    const underAlarm = lower === undefined ? 'unknown_pin' : byCode(lower)
    if (underAlarm === 'unknown_pin') return found
    return typeof underAlarm === 'string' ? underAlarm : { ...underAlarm, alarm: true }
  }
  const found = identify(rules, presented)
  if (typeof found === 'string' || pin === undefined || found.user.pin === undefined || found.user.pin === pin) return found
  return oneLower(point, pin) === found.user.pin ? { ...found, pin: found.user.pin, alarm: true } : found
}

const familyOf = (kind = 'card'): string =>
  kind === 'virtual_card' ? 'card' : kind === 'switch_code' || kind === 'pin' ? 'code' : kind

/** A value in the form in which it is compared and reported; undefined when it is none of its kind. */
export const comparedValue = (kind: string | undefined, value: string): string | undefined => {
  if (familyOf(kind) === 'card') {
    const digits = value.toLowerCase().replace(/^0+(?=.)/, '')
    return /^[0-9a-f]{1,128}$/.test(digits) ? digits : undefined
  }
  const plain =
    kind === 'plate'
      ? value
          .normalize('NFC')
          .toUpperCase()
          .replace(/[\s\p{Pd}]/gu, '')
      : value
  return plain === '' ? undefined : plain
}

const identify = (rules: Rules, { kind, encodedCredential, bits, pin }: Presented): Person | string => {
  const held = (family: string, value: string | undefined) =>
    rules.credentials.filter((one) => familyOf(one.kind) === family && one.encoded === value)
  if (encodedCredential !== undefined)
    return byCredential(rules, held(familyOf(kind), comparedValue(kind, encodedCredential)), bits, pin)
  if (pin === undefined) return 'nothing_presented'
  const [user, ...others] = rules.users.filter((one) => one.pin === pin)
  if (others.length > 0) return 'rules_incomplete'
  if (user) return { user, pin }
  const codes = held('code', pin)
  return codes.length > 0 ? byCredential(rules, codes, undefined, undefined) : 'unknown_pin'
}

const byCredential = (rules: Rules, sameValue: Credential[], bits?: number, pin?: string): Person | string => {
  const isPossible = (one: Credential) => one.bits === undefined || bits === undefined || one.bits === bits
  const [credential, ...others] = sameValue.filter(isPossible)
  if (!credential) return 'unknown_credential'
  if (others.length > 0) {
    const isOnlyLength = bits === undefined && new Set(sameValue.map((one) => one.bits)).size === sameValue.length
    return isOnlyLength ? 'ambiguous_credential' : 'rules_incomplete'
  }
  const user = rules.users.find(({ id }) => id === credential.userId)
  return user ? { user, credential, ...(pin === undefined ? {} : { pin }) } : 'rules_incomplete'
}

const isWithin = (at: number, from = Number.NEGATIVE_INFINITY, to = Number.POSITIVE_INFINITY) => from <= at && at <= to

const checkPerson = (user: User, credential: Credential | undefined, pin: string | undefined, at: number): string | undefined => {
  const { visit } = user
  if (credential && pin !== undefined && pin !== user.pin) return 'wrong_pin'
  if (user.suspended) return 'user_suspended'
  if (visit && (visit.stopped || !isWithin(at, visit.startsAt, visit.endsAt))) return 'visit_not_current'
  if (pin !== undefined && !isWithin(at, user.effectiveFrom, user.effectiveTo)) return 'pin_not_effective'
  if (!credential) return undefined
  if ((credential.state ?? 'active') !== 'active') return 'credential_not_active'
  if (!isWithin(at, credential.effectiveFrom, credential.effectiveTo)) return 'credential_not_effective'
  return credential.passesLeft === 0 ? 'no_passes_left' : undefined
}

type Asked = { rules: Rules; user: User; at: number; posture: Posture; memory: Memory }

/** Why the person may not pass here now; undefined when they may. */
const refusal = ({ rules, user, at, posture, memory }: Asked, point: AccessPoint, side: 1 | 2): string | undefined => {
  const isTheirs = ({ subject }: Rule) =>
    subject.kind === 'user' ? subject.userId === user.id : user.groupIds.includes(subject.groupId)
  let here = point.rules.filter((rule) => isTheirs(rule) && (rule.side ?? side) === side)
  if (here.length === 0) return 'no_permission'
  if (isLockedDown(posture, point)) {
    const excluded = new Set(rules.groups.filter((group) => group.excludedFromLockdown).map(({ id }) => id))
    here = here.filter(({ subject }) => subject.kind === 'group' && excluded.has(subject.groupId))
    if (here.length === 0) return 'locked_down'
  }
  if (memory.privacy?.includes(point.id)) here = here.filter(({ overridesPrivacy }) => overridesPrivacy)
  if (here.length === 0) return 'privacy_mode'
  if (!wallClock(point.timeZone, at)) return 'rules_incomplete'
  if (here.some(({ scheduleId }) => scheduleId === undefined)) return undefined
  const ids = here.flatMap(({ scheduleId }) => scheduleId ?? [])
  const isOpenNow = (id: number) => isScheduleOpen(rules, point, id, user.groupIds, at, memory)
  if (ids.some((id) => isOpenNow(id))) return undefined
  return ids.some((id) => isOpenNow(id) === undefined) ? 'rules_incomplete' : 'outside_schedule'
}

/** Whether a schedule is open at a door to members of these groups; undefined when it or the zone is not known. */
const isScheduleOpen = (
  rules: Rules,
  { siteId, timeZone }: AccessPoint,
  id: number,
  groupIds: number[],
  at: number,
  memory: Memory,
): boolean | undefined => {
  const schedule = rules.schedules.find((one) => one.id === id)
  if (!schedule || !wallClock(timeZone, at)) return undefined
  const enables = schedule.enablingGroupId !== undefined && groupIds.includes(schedule.enablingGroupId)
  const until = enables ? Number.POSITIVE_INFINITY : memory.enabledUntil[`${siteId}/${schedule.id}`]
  return isOpen(schedule, holidaysAt(rules, siteId), timeZone, at, until)
}

const holidaysAt = ({ holidays }: Rules, site: number) => holidays.filter(({ siteId }) => siteId === undefined || siteId === site)

const enabledBy = (rules: Rules, { siteId, timeZone }: AccessPoint, { groupIds }: User, at: number) =>
  rules.schedules
    .filter((one) => one.enablingGroupId !== undefined && groupIds.includes(one.enablingGroupId))
    .filter((one) => one.siteId === undefined || one.siteId === siteId)
    .flatMap((one) => {
      const until = enabledUntil(one, holidaysAt(rules, siteId), timeZone, at)
      return until === undefined ? [] : [{ siteId, scheduleId: one.id, until }]
    })

const modeOf = ({ modes }: Posture, id: number) =>
  (['normal', 'lockdown', 'egress'] as const).find((mode) => modes[mode].includes(id)) ?? modes.rest

type Held = Pick<AccessPoint, 'id'> & { floor?: { liftId: number } }
export const isLockedDown = (posture: Posture, { id, floor }: Held): boolean =>
  [id, ...(floor ? [floor.liftId] : [])].some((one) => modeOf(posture, one) === 'lockdown')

/** How a door stands without a pulse. */
export const standsUnlocked = (
  posture: Posture,
  held: Held,
  at: number,
  isScheduleOpen: boolean,
  isFireAlarm = false,
): boolean => {
  if (isFireAlarm && !held.floor) return true
  if (isLockedDown(posture, held)) return false
  if (modeOf(posture, held.id) === 'egress') return true
  const on = posture.overrides.find(
    ({ accessPointId, endsAt }) => accessPointId === held.id && (endsAt === undefined || at < endsAt),
  )
  return on ? on.behavior === 'unlock' : isScheduleOpen
}

/** Whether the door's unlock schedule is open and the lock is not set to privacy. */
export const isUnlockedBySchedule = (
  rules: Rules,
  { id, siteId, timeZone, unlockScheduleId }: AccessPoint,
  at: number,
  memory: Memory,
) => {
  const schedule = rules.schedules.find((one) => one.id === unlockScheduleId)
  if (!schedule || memory.privacy?.includes(id)) return false
  return isOpen(schedule, holidaysAt(rules, siteId), timeZone, at, memory.enabledUntil[`${siteId}/${schedule.id}`])
}
