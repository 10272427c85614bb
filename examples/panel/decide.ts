import { countAttempt, isBlocked, readerName, sideOf } from './attempts.ts'
import { enabledUntil, isOpen, wallClock } from './schedule.ts'
import type { AccessPoint, Credential, Decision, Memory, Posture, Presented, Rule, Rules, User } from './types.ts'

/** Chapter "How to decide" of docs/panel-protocol.md, in the order of its table. */
export const decide = (rules: Rules, presented: Presented, at: number, posture: Posture, memory: Memory): Decision => {
  const point = rules.accessPoints.find(({ id }) => id === presented.accessPointId)
  if (!point) return { decision: 'denied', reason: 'unknown_access_point' }
  const reader = readerName(point, presented)
  const attempts = memory.attempts?.[reader]
  if (isBlocked(point, attempts, at)) return { decision: 'denied', reason: 'blocked_after_failures' }
  const decision = decideAtReader({ rules, at, posture, memory }, point, presented)
  return { ...decision, ...countAttempt(point, reader, attempts, at, decision.reason) }
}

const decideAtReader = (place: Omit<Asked, 'user'>, point: AccessPoint, presented: Presented): Decision => {
  const { rules, at } = place
  const denied = (reason: string, who: Partial<Decision> = {}): Decision => ({ decision: 'denied', reason, ...who })
  const found = identify(rules, presented)
  if (typeof found === 'string') return denied(found)
  const { user, credential, pin } = found
  const who = { userId: user.id, ...(credential ? { credentialId: credential.id } : {}), ...alarmOf(credential) }
  const unfit = checkPerson(user, credential, pin, at)
  if (unfit) return denied(unfit, who)
  const asked: Asked = { ...place, user }
  const floors = rules.accessPoints.filter(({ floor }) => floor?.liftId === point.id)
  const own = refusal(asked, point, sideOf(point, presented))
  const tried = floors.map((floor) => ({ id: floor.id, refused: refusal(asked, floor, 1) }))
  const chosen = tried.filter(({ refused }) => refused === undefined).map(({ id }) => id)
  if (own !== undefined && chosen.length === 0) {
    const other = tried.find(({ refused }) => refused !== 'no_permission')?.refused
    return denied(own === 'no_permission' ? (other ?? own) : own, who)
  }
  if (point.twoFactorEnabled && !(credential && pin !== undefined)) return denied('second_factor_required', who)
  const enables = enabledBy(rules, point, user, at)
  return {
    decision: 'granted',
    reason: 'granted',
    ...who,
    ...(chosen.length > 0 ? { floors: chosen } : {}),
    ...(own === undefined ? {} : { onlyFloors: true }),
    ...(enables.length > 0 ? { enables } : {}),
  }
}

const alarmOf = (credential: Credential | undefined): Pick<Decision, 'alarm'> => (credential?.alarm ? { alarm: true } : {})

type Person = { user: User; credential?: Credential; pin?: string }

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
  const schedules = here.map(({ scheduleId }) => rules.schedules.find(({ id }) => id === scheduleId))
  const open = schedules.some((schedule) => {
    if (!schedule) return false
    const enables = schedule.enablingGroupId !== undefined && user.groupIds.includes(schedule.enablingGroupId)
    const until = enables ? Number.POSITIVE_INFINITY : memory.enabledUntil[`${point.siteId}/${schedule.id}`]
    return isOpen(schedule, holidaysAt(rules, point.siteId), point.timeZone, at, until)
  })
  if (open) return undefined
  return schedules.includes(undefined) ? 'rules_incomplete' : 'outside_schedule'
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
