import { type Border, bordersAt, checkAntiPassback, checkOccupancy, isGuarded } from './areas.ts'
import type { AccessPoint, Credential, Decision, Memory, Rules, User, Waiting, When } from './types.ts'

/** Chapter "What a door asks for besides a permission" of docs/panel-protocol.md. */
export type Place = {
  rules: Rules
  point: AccessPoint
  side: 1 | 2
  at: number
  memory: Memory
  /** Whether a schedule is open to members of these groups; undefined when nobody can say. */
  isOpen: (scheduleId: number, groupIds: number[]) => boolean | undefined
}
export type Person = { user: User; credential?: Credential; pin?: string; alarm?: true }
type Waiter = Waiting & { user: User; kept: Waiting }
export type Presenting = Place & { person: Person; waiter: Waiter | undefined }

const isAsked = (when: When | undefined, { side, isOpen }: Place, groupIds: number[]): boolean =>
  when !== undefined &&
  (when.side ?? side) === side &&
  (when.scheduleId === undefined || isOpen(when.scheduleId, groupIds) !== false)

/** Who waits at a reader, while that counts. */
export const waiterAt = (rules: Rules, { waiting }: Memory, reader: string, at: number): Waiter | undefined => {
  const one = waiting?.[reader]
  const user = rules.users.find(({ id, suspended }) => id === one?.userId && !suspended)
  return one && user && one.since <= at && at <= one.since + 10_000 ? { ...one, user, kept: one } : undefined
}

const factorOf: Record<string, string> = { virtual_card: 'card', touch_pass: 'card', qr: 'pin', switch_code: 'pin' }

const factorsOf = ({ person: { user, credential, pin }, waiter, at }: Presenting) => {
  const kind = credential?.kind ?? 'card'
  const now = [...(credential ? [factorOf[kind] ?? kind] : []), ...(pin === undefined ? [] : ['pin'])]
  const before = waiter?.state === 'for_factors' && waiter.userId === user.id ? waiter : { factors: [], since: at }
  return { since: before.since, factors: [...new Set([...before.factors, ...now])] }
}

const lacksFactor = (presenting: Presenting): boolean => {
  const { point, person } = presenting
  if (point.twoFactorEnabled && !(person.credential && person.pin !== undefined)) return true
  const asked = point.doorRules?.factors
  if (!asked || !isAsked(asked, presenting, person.user.groupIds)) return false
  const { factors } = factorsOf(presenting)
  return !asked.sets.some((set) => set.every((one) => factors.includes(one)))
}

const isEscorted = ({ doorRules }: AccessPoint, { groupIds }: User): boolean =>
  doorRules?.escort?.groupIds.some((id) => groupIds.includes(id)) ?? false

const isInterlocked = ({ rules, point, memory }: Place): boolean =>
  (point.doorRules?.interlock?.accessPointIds ?? []).some(
    (id) => rules.accessPoints.some((one) => one.id === id) && memory.openDoors?.includes(id),
  )

/** Who has to be there too: a reason when nobody is, else the one who waited and passes too. */
const companionOf = (presenting: Presenting): { reason: string } | { companion?: User } => {
  const { point, person, waiter } = presenting
  const other = waiter && waiter.userId !== person.user.id && waiter.state !== 'for_factors' ? waiter : undefined
  const isReady = other?.state === 'ready'
  let companion: User | undefined
  if (point.doorRules?.escort && isEscorted(point, person.user)) {
    if (!other || isEscorted(point, other.user)) return { reason: 'escort_required' }
    if (isReady) companion = other.user
  } else if (isReady && isEscorted(point, other.user)) companion = other.user
  if (isAsked(point.doorRules?.twoPerson, presenting, person.user.groupIds)) {
    if (!isReady) return { reason: 'second_person_required' }
    companion = other.user
  }
  return companion ? { companion } : {}
}

type Passing = Pick<Decision, 'withUserId' | 'passages' | 'breaches'>

/** Checks 17 to 22: the reason of a refusal, or what it means that the person passes. */
export const checkDoorRules = (presenting: Presenting, onlyFloors: boolean): string | Passing => {
  const { rules, point, side, person, at } = presenting
  const borders = onlyFloors ? [] : bordersAt(rules, point, side)
  if (lacksFactor(presenting)) return 'second_factor_required'
  if (isInterlocked(presenting)) return 'interlocked'
  const own = checkAntiPassback(presenting, borders, person.user)
  if ('reason' in own) return own.reason
  const found = companionOf(presenting)
  if ('reason' in found) return found.reason
  const users = [person.user, ...(found.companion ? [found.companion] : [])]
  const others = found.companion ? checkAntiPassback(presenting, borders, found.companion) : { breaches: [] }
  if ('reason' in others) return others.reason
  const over = checkOccupancy(presenting, borders, users)
  if ('reason' in over) return over.reason
  const breaches = [...own.breaches, ...others.breaches, ...over.breaches]
  return {
    ...(found.companion ? { withUserId: found.companion.id } : {}),
    ...(borders.length > 0 ? { passages: borders.map((border) => passageOf(border, users, at)) } : {}),
    ...(breaches.length > 0 ? { breaches } : {}),
  }
}

const passageOf = ({ area, direction }: Border, users: User[], at: number) => ({
  areaId: area.id,
  direction,
  userIds: users.map(({ id }) => id),
  at,
})

/** Who waits after a decision. */
export const waitsAfter = (reason: string, presenting: Presenting): Waiting | undefined => {
  const { point, person, at, waiter } = presenting
  const { escort, factors } = point.doorRules ?? {}
  const waits = (state: Waiting['state']): Waiting => ({ userId: person.user.id, since: at, factors: [], state })
  if (reason === 'second_factor_required')
    return isAsked(factors, presenting, person.user.groupIds) ? { ...waits('for_factors'), ...factorsOf(presenting) } : undefined
  if (reason === 'escort_required' || reason === 'second_person_required') return waits('ready')
  if (reason !== 'granted' || !escort) return undefined
  if (!isEscorted(point, person.user)) return waits('passed')
  return waiter?.state === 'passed' ? waiter.kept : undefined
}

/** Why a code of the door does not open it. */
export const checkZoneCode = (place: Place, isLockedDown: boolean): string | undefined => {
  const { rules, point, side, memory } = place
  if (isLockedDown) return 'locked_down'
  if (memory.privacy?.includes(point.id)) return 'privacy_mode'
  if (point.twoFactorEnabled || isAsked(point.doorRules?.factors, place, [])) return 'second_factor_required'
  if (isInterlocked(place)) return 'interlocked'
  if (isGuarded(bordersAt(rules, point, side))) return 'anti_passback'
  return isAsked(point.doorRules?.twoPerson, place, []) ? 'second_person_required' : undefined
}

export const isZoneCode = ({ zoneCodes }: AccessPoint, here: 1 | 2, pin: string): boolean =>
  zoneCodes?.some(({ code, side }) => code === pin && (side ?? here) === here) ?? false

/** The code that counts in place of one that is nobody's, at a door with silent alarms. */
export const oneLower = ({ silentAlarm }: AccessPoint, code: string): string | undefined => {
  if (!silentAlarm || !/^[0-9]+$/.test(code)) return undefined
  return /^0+$/.test(code) ? '9'.repeat(code.length) : String(BigInt(code) - 1n).padStart(code.length, '0')
}

/** Keeps who waits at the reader. */
export const keepWaiting = (memory: Memory, { waiting }: Decision): void => {
  if (!waiting) return
  const { [waiting.reader]: _before, ...others } = memory.waiting ?? {}
  memory.waiting = waiting.person ? { ...others, [waiting.reader]: waiting.person } : others
}
