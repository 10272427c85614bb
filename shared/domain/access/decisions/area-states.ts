import type { Instant } from '../../../lib/clock.ts'
import type { AreaId, UserId } from '../../../lib/ids.ts'

/** Into an area, or out of it. */
export type AreaDirection = 'in' | 'out'
/** How and when somebody last passed a border of an area. */
export type LastPassage = { direction: AreaDirection; at: Instant }

/** What a panel remembers of areas as JSON: by area and person, the last passage. */
export type KeptAreas = Readonly<Record<string, Readonly<Record<string, LastPassage>>>>

/**
 * The last passage of each person at each area. It holds some hundred thousand people and is changed in place; decisions only read it.
 * `JSON.stringify` writes it as `KeptAreas`, from which `areaStates` makes it again.
 */
export type AreaStates = {
  last: (areaId: AreaId, userId: UserId) => LastPassage | undefined
  /** How many people last passed into the area, counting no passage before `since`. It takes long only when `since` is another than before. */
  insideSince: (areaId: AreaId, since: Instant) => number
  pass: (areaId: AreaId, userId: UserId, passage: LastPassage) => void
  /** Forgets what was before an instant: of one person, or of everybody. To do it again changes nothing. */
  clear: (areaId: AreaId, before: Instant, userId?: UserId) => void
  toJSON: () => KeptAreas
}

/** The states of areas as they were kept, or of areas in which nobody is known. */
export const areaStates = (kept: KeptAreas = {}): AreaStates => {
  const areas = new Map<number, AreaState>()
  const areaOf = (id: number): AreaState => {
    const known = areas.get(id) ?? areaState()
    areas.set(id, known)
    return known
  }
  for (const [areaId, people] of Object.entries(kept))
    for (const [userId, passage] of Object.entries(people)) areaOf(Number(areaId)).pass(Number(userId), passage)
  return {
    last: (areaId, userId) => areas.get(areaId)?.last(userId),
    insideSince: (areaId, since) => areas.get(areaId)?.insideSince(since) ?? 0,
    pass: (areaId, userId, passage) => areaOf(areaId).pass(userId, passage),
    clear: (areaId, before, userId) => areas.get(areaId)?.clear(before, userId),
    toJSON: () => Object.fromEntries([...areas].map(([id, area]) => [id, area.toJSON()])),
  }
}

type AreaState = ReturnType<typeof areaState>

/** A passage as one whole number, which takes less memory than an object. */
const codeOf = ({ direction, at }: LastPassage): number => at * 2 + (direction === 'in' ? 1 : 0)
const passageOf = (code: number): LastPassage => ({ direction: code % 2 === 1 ? 'in' : 'out', at: Math.floor(code / 2) })

const areaState = () => {
  const codes = new Map<number, number>()
  /** Since when people were last counted, and how many there were: it saves time only. */
  let counted: { since: Instant; inside: number } | undefined
  const isInside = (code: number | undefined, since: Instant): boolean =>
    code !== undefined && code % 2 === 1 && Math.floor(code / 2) >= since
  const count = (since: Instant): number => {
    let inside = 0
    for (const code of codes.values()) if (isInside(code, since)) inside += 1
    return inside
  }
  const forget = (userId: number, before: Instant): void => {
    const code = codes.get(userId)
    if (code !== undefined && Math.floor(code / 2) < before) codes.delete(userId)
  }
  return {
    last: (userId: number): LastPassage | undefined => {
      const code = codes.get(userId)
      return code === undefined ? undefined : passageOf(code)
    },
    insideSince: (since: Instant): number => {
      if (counted?.since !== since) counted = { since, inside: count(since) }
      return counted.inside
    },
    pass: (userId: number, passage: LastPassage): void => {
      const [before, after] = [codes.get(userId), codeOf(passage)]
      codes.set(userId, after)
      if (counted) counted.inside += Number(isInside(after, counted.since)) - Number(isInside(before, counted.since))
    },
    clear: (before: Instant, userId?: number): void => {
      if (userId === undefined) for (const id of codes.keys()) forget(id, before)
      else forget(userId, before)
      counted = undefined
    },
    toJSON: () => Object.fromEntries([...codes].map(([id, code]) => [id, passageOf(code)])),
  }
}
