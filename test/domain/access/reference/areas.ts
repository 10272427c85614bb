import type { PanelArea, PanelRules, PanelUser } from '../../../../shared/domain/access/decisions/rules.ts'
import { day, type Instant, minute } from '../../../../shared/lib/clock.ts'
import { clockOf, whenReached } from './clock.ts'

/** Somebody, or two people, who entered an area or left it. */
export type Passed = { areaId: number; direction: 'in' | 'out'; userIds: number[]; at: Instant }

/** All passages of before, in the order in which they were made. */
type History = readonly Passed[]

const lastOf = (history: History, areaId: number, userId: number): Passed | undefined =>
  history.findLast((one) => one.areaId === areaId && one.userIds.includes(userId))

/** Which areas begin or end at a side of a door. */
export const bordersAt = ({ areas }: PanelRules, accessPointId: number, side: number) =>
  areas.flatMap((area) =>
    area.borders
      .filter((border) => border.accessPointId === accessPointId && border.side === side)
      .map(({ direction }) => ({ area, direction })),
  )
export type Border = ReturnType<typeof bordersAt>[number]

const names = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday']
type Time = { weekday?: string; minute: number }

const shown = new Map<string, Instant | undefined>()
/** When the clock of a zone first showed a time of day, or was past it. */
const whenShown = (timeZone: string, reading: number): Instant | undefined => {
  const key = `${timeZone} ${reading}`
  if (!shown.has(key)) {
    const clock = clockOf(timeZone, reading)
    shown.set(key, clock && whenReached(clock, reading, reading))
  }
  return shown.get(key)
}

/** Whether one of these times came after an instant, and not after now. */
const hasCome = (times: readonly Time[], timeZone: string, after: Instant, now: Instant): boolean => {
  const firstDate = Math.floor(after / day) * day - 3 * day
  for (let date = firstDate; date <= now + 3 * day; date += day)
    for (const { weekday, minute: time } of times) {
      if (weekday !== undefined && weekday !== names[new Date(date).getUTCDay()]) continue
      const instant = whenShown(timeZone, date + time * minute)
      if (instant !== undefined && after < instant && instant <= now) return true
    }
  return false
}

const breaches = (rules: PanelRules, { area, direction }: Border, user: PanelUser, at: Instant, history: History): boolean => {
  const theirs = rules.groups.filter(({ id }) => user.groupIds.includes(id))
  const last = lastOf(history, area.id, user.id)
  if (!last || last.direction !== direction) return false
  if (area.exceptUserIds.some((id) => id === user.id) || theirs.some((group) => group.immuneToAntipassback)) return false
  const { timeoutMinutes } = area.antiPassback ?? {}
  if (timeoutMinutes !== undefined && at - last.at >= timeoutMinutes * minute) return false
  if (hasCome(area.resets, area.timeZone, last.at, at)) return false
  const daily = theirs.flatMap((group) =>
    group.antipassbackResetTime === undefined ? [] : { minute: group.antipassbackResetTime },
  )
  return !hasCome(daily, area.timeZone, last.at, at)
}

/** Whether anti-passback refuses somebody at these borders, or only takes note. */
export const antiPassback = (
  rules: PanelRules,
  borders: readonly Border[],
  user: PanelUser,
  at: Instant,
  history: History,
): 'free' | 'noted' | 'refused' => {
  let answer: 'free' | 'noted' | 'refused' = 'free'
  for (const border of borders) {
    const { enforcement } = border.area.antiPassback ?? {}
    if (enforcement === undefined || !breaches(rules, border, user, at, history)) continue
    if (enforcement === 'deny') answer = 'refused'
    else if (answer === 'free') answer = 'noted'
  }
  return answer
}

const isInside = ({ id, resets, timeZone }: PanelArea, userId: number, at: Instant, history: History): boolean => {
  const last = lastOf(history, id, userId)
  return last?.direction === 'in' && !hasCome(resets, timeZone, last.at, at)
}

/** Whether the limit of an area refuses these people, or only takes note. */
export const occupancy = (
  borders: readonly Border[],
  userIds: readonly number[],
  at: Instant,
  history: History,
): 'free' | 'noted' | 'refused' => {
  const over = borders.filter(({ area, direction }) => {
    if (!area.occupancy || direction === 'out') return false
    const known = new Set(history.flatMap((one) => one.userIds))
    const inside = [...known].filter((id) => isInside(area, id, at, history))
    return new Set([...inside, ...userIds]).size > area.occupancy.limit
  })
  if (over.some(({ area }) => area.occupancy?.enforcement === 'deny')) return 'refused'
  return over.length > 0 ? 'noted' : 'free'
}
