import type { PanelAccessPoint, PanelRules, PanelUser } from '../../../../shared/domain/access/decisions/rules.ts'
import type { Instant } from '../../../../shared/lib/clock.ts'
import { antiPassback, bordersAt, occupancy, type Passed } from './areas.ts'
import type { Found } from './who.ts'

/** Who waits at a reader, in which state. */
export type Waits = { userId: number; since: Instant; factors: string[]; state: string }

/** All that a door's own rules depend on. `isScheduleOpen` is undefined for a schedule that nobody can read. */
export type Situation = {
  rules: PanelRules
  point: PanelAccessPoint
  side: 1 | 2
  at: Instant
  waited: Waits | undefined
  openDoors: readonly number[]
  history: readonly Passed[]
  isScheduleOpen: (scheduleId: number, groupIds: readonly number[]) => boolean | undefined
}

type When = { scheduleId?: number | undefined; side?: number | undefined }
const isAskedFor = ({ side, isScheduleOpen }: Situation, when: When | undefined, groupIds: readonly number[]): boolean => {
  if (!when) return false
  if (when.side === 1 && side === 2) return false
  if (when.side === 2 && side === 1) return false
  return when.scheduleId === undefined || isScheduleOpen(when.scheduleId, groupIds) !== false
}

const isWaiting = ({ waited, at }: Situation): boolean =>
  waited !== undefined && at - waited.since >= 0 && at - waited.since <= 10_000

/** Of what was presented now, and of what the same person presented while waiting for more. */
const factorsOf = (situation: Situation, { user, credential, withPin }: Found) => {
  const factors: string[] = []
  const { waited, at } = situation
  const isGoingOn = waited && isWaiting(situation) && waited.state === 'for_factors' && waited.userId === user.id
  if (isGoingOn) factors.push(...waited.factors)
  const kind = credential?.kind ?? 'card'
  if (credential) {
    if (['card', 'virtual_card', 'touch_pass'].includes(kind)) factors.push('card')
    else if (['qr', 'switch_code'].includes(kind)) factors.push('pin')
    else factors.push(kind)
  }
  if (withPin) factors.push('pin')
  return { factors: [...new Set(factors)], since: isGoingOn ? waited.since : at }
}

const isEscorted = ({ doorRules }: PanelAccessPoint, user: PanelUser | undefined): boolean => {
  for (const id of doorRules?.escort?.groupIds ?? []) if (user?.groupIds.includes(id)) return true
  return false
}

const isInterlocked = ({ rules, point, openDoors }: Situation): boolean => {
  for (const wanted of point.doorRules?.interlock?.accessPointIds ?? [])
    for (const { id } of rules.accessPoints) if (id === wanted && openDoors.includes(id)) return true
  return false
}

/** Refused, or who passes and what of it is reported. */
export type Outcome =
  | { reason: string }
  | { reason?: never; withUserId?: number; passages: Passed[]; breaches: { reason: string; userId?: number }[] }

/** Checks 17 to 22 for a person. */
export const atDoor = (situation: Situation, person: Found, isForFloorsAlone: boolean): Outcome => {
  const { rules, point, side, at, history, waited } = situation
  const { user, credential, withPin } = person
  const { doorRules = {}, twoFactorEnabled } = point
  if (twoFactorEnabled && (!credential || !withPin)) return { reason: 'second_factor_required' }
  if (isAskedFor(situation, doorRules.factors, user.groupIds)) {
    const { factors } = factorsOf(situation, person)
    const complete = doorRules.factors?.sets.filter((set) => set.filter((one) => !factors.includes(one)).length === 0)
    if (complete?.length === 0) return { reason: 'second_factor_required' }
  }
  if (isInterlocked(situation)) return { reason: 'interlocked' }
  const borders = isForFloorsAlone ? [] : bordersAt(rules, point.id, side)
  const own = antiPassback(rules, borders, user, at, history)
  if (own === 'refused') return { reason: 'anti_passback' }

  const other =
    isWaiting(situation) && waited?.userId !== user.id ? rules.users.find(({ id }) => id === waited?.userId) : undefined
  const isReady = other !== undefined && waited?.state === 'ready'
  const hasPassed = other !== undefined && waited?.state === 'passed'
  const passing = new Map<number, PanelUser>()
  if (doorRules.escort && isEscorted(point, user)) {
    if (!(isReady || hasPassed) || isEscorted(point, other)) return { reason: 'escort_required' }
    if (isReady) passing.set(other.id, other)
  }
  if (doorRules.escort && !isEscorted(point, user) && isReady && isEscorted(point, other)) passing.set(other.id, other)
  if (isAskedFor(situation, doorRules.twoPerson, user.groupIds)) {
    if (!isReady || (isEscorted(point, user) && isEscorted(point, other))) return { reason: 'second_person_required' }
    passing.set(other.id, other)
  }
  const [companion] = passing.values()
  const theirs = companion ? antiPassback(rules, borders, companion, at, history) : 'free'
  if (theirs === 'refused') return { reason: 'anti_passback' }
  const userIds: number[] = companion ? [user.id, companion.id] : [user.id]
  const limit = occupancy(borders, userIds, at, history)
  if (limit === 'refused') return { reason: 'area_full' }
  return {
    ...(companion ? { withUserId: companion.id } : {}),
    passages: borders.map(({ area, direction }) => ({ areaId: area.id, direction, userIds, at })),
    breaches: [
      ...(own === 'noted' ? [{ reason: 'anti_passback_breached', userId: user.id }] : []),
      ...(theirs === 'noted' && companion ? [{ reason: 'anti_passback_breached', userId: companion.id }] : []),
      ...(limit === 'noted' ? [{ reason: 'area_over_limit' }] : []),
    ],
  }
}

/** Who waits after a decision about a person, by the table of the page. */
export const waitsThen = (situation: Situation, person: Found, reason: string): Waits | undefined => {
  const { point, at, waited } = situation
  const { user } = person
  const now = { userId: user.id, since: at, factors: [] }
  if (reason === 'second_factor_required' && isAskedFor(situation, point.doorRules?.factors, user.groupIds))
    return { ...now, ...factorsOf(situation, person), state: 'for_factors' }
  if (['escort_required', 'second_person_required'].includes(reason)) return { ...now, state: 'ready' }
  if (reason !== 'granted' || !point.doorRules?.escort) return undefined
  if (!isEscorted(point, user)) return { ...now, state: 'passed' }
  return waited?.state === 'passed' ? waited : undefined
}

/** Why a code of the door is refused. */
export const whyNoCode = (situation: Situation, isLockedDown: boolean, isPrivate: boolean): string | undefined => {
  const { rules, point, side } = situation
  const isRefusing = (one: { enforcement: string } | undefined) => one?.enforcement === 'deny'
  if (isLockedDown) return 'locked_down'
  if (isPrivate) return 'privacy_mode'
  if (point.twoFactorEnabled || isAskedFor(situation, point.doorRules?.factors, [])) return 'second_factor_required'
  if (isInterlocked(situation)) return 'interlocked'
  for (const { area } of bordersAt(rules, point.id, side))
    if (isRefusing(area.antiPassback) || isRefusing(area.occupancy)) return 'anti_passback'
  return isAskedFor(situation, point.doorRules?.twoPerson, []) ? 'second_person_required' : undefined
}
