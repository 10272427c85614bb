import { everyDay, lastReset } from './schedule.ts'
import type { AccessPoint, Area, Decision, Memory, Posture, Rules, User } from './types.ts'

/** Part "Areas" of docs/panel-protocol.md. */
type Place = { rules: Rules; memory: Memory; at: number }
export type Border = { area: Area; direction: 'in' | 'out' }
type Checked = { reason: string } | { breaches: NonNullable<Decision['breaches']> }

export const bordersAt = ({ areas = [] }: Rules, { id }: AccessPoint, side: 1 | 2): Border[] =>
  areas.flatMap((area) =>
    area.borders
      .filter((border) => border.accessPointId === id && border.side === side)
      .map(({ direction }) => ({ area, direction })),
  )

const lastOf = ({ areas }: Memory, area: Area, user: User) => areas?.[area.id]?.[user.id]

const isBreached = ({ rules, memory, at }: Place, { area, direction }: Border, user: User): boolean => {
  const theirs = rules.groups.filter(({ id }) => user.groupIds.includes(id))
  if (area.exceptUserIds.includes(user.id) || theirs.some(({ immuneToAntipassback }) => immuneToAntipassback)) return false
  const last = lastOf(memory, area, user)
  const timeout = (area.antiPassback?.timeoutMinutes ?? Number.POSITIVE_INFINITY) * 60_000
  if (!last || last.at + timeout <= at || last.at < lastReset(area.resets, area.timeZone, at)) return false
  const isForgotten = theirs.some(
    ({ antipassbackResetTime: time }) => time !== undefined && last.at < lastReset(everyDay(time), area.timeZone, at),
  )
  return !isForgotten && last.direction === direction
}

export const checkAntiPassback = (place: Place, borders: Border[], user: User): Checked => {
  const breached = borders.filter((border) => border.area.antiPassback && isBreached(place, border, user))
  if (breached.some(({ area }) => area.antiPassback?.enforcement === 'deny')) return { reason: 'anti_passback' }
  return { breaches: breached.length > 0 ? [{ reason: 'anti_passback_breached', userId: user.id }] : [] }
}

export const checkOccupancy = ({ memory, at }: Place, borders: Border[], users: User[]): Checked => {
  const over = borders.filter(({ area, direction }) => {
    if (direction === 'out' || !area.occupancy) return false
    const since = lastReset(area.resets, area.timeZone, at)
    const inside = new Set(users.map(({ id }) => String(id)))
    for (const [id, last] of Object.entries(memory.areas?.[area.id] ?? {}))
      if (last.direction === 'in' && last.at >= since) inside.add(id)
    return inside.size > area.occupancy.limit
  })
  if (over.some(({ area }) => area.occupancy?.enforcement === 'deny')) return { reason: 'area_full' }
  return { breaches: over.length > 0 ? [{ reason: 'area_over_limit' }] : [] }
}

/** Whether it matters at these borders who somebody is. */
export const isGuarded = (borders: Border[]): boolean =>
  borders.some(({ area }) => [area.antiPassback, area.occupancy].some((one) => one?.enforcement === 'deny'))

/** Keeps who passed which borders. */
export const keepPassages = (memory: Memory, { passages = [] }: Decision): void => {
  const areas = memory.areas ?? {}
  for (const { areaId, userIds, ...passage } of passages) {
    const people = areas[areaId] ?? {}
    for (const userId of userIds) people[userId] = passage
    areas[areaId] = people
  }
  memory.areas = areas
}

/** Takes the resets of a posture that are later than those that were taken before. */
export const takeResets = (memory: Memory, { resets = [] }: Posture): void => {
  const taken = memory.resets ?? {}
  for (const { areaId, userId, at } of resets) {
    const key = userId === undefined ? String(areaId) : `${areaId}/${userId}`
    if (at <= (taken[key] ?? 0)) continue
    taken[key] = at
    const people = Object.entries(memory.areas?.[areaId] ?? {})
    const left = people.filter(([id, last]) => last.at > at || (userId !== undefined && id !== String(userId)))
    memory.areas = { ...memory.areas, [areaId]: Object.fromEntries(left) }
  }
  memory.resets = taken
}
