/** The rules of a panel, as docs/panel-protocol.md has them. Ids and instants are numbers. */
export type Span = { startSecond: number; endSecond: number }
export type Weekday = 'monday' | 'tuesday' | 'wednesday' | 'thursday' | 'friday' | 'saturday' | 'sunday'
export type Exception = {
  effect: 'open' | 'closed'
  span: Span
  on: { kind: 'date'; date: string } | { kind: 'nth_weekday'; weekday: Weekday; week: number }
}
export type Schedule = {
  id: number
  siteId?: number
  week: Record<Weekday | 'holiday', Span[]>
  exceptions: Exception[]
  holidaySource: { kind: 'site' } | { kind: 'calendars'; calendarIds: number[] }
  enablingGroupId?: number
  gracePeriodMinutes?: number
  always?: true
}
export type Holiday = { id: number; siteId?: number; calendarId?: number; start: string; end: string }
export type Rule = {
  subject: { kind: 'group'; groupId: number } | { kind: 'user'; userId: number }
  side?: 1 | 2
  scheduleId?: number
  overridesPrivacy?: true
}
export type AccessPoint = {
  id: number
  siteId: number
  timeZone: string
  twoFactorEnabled: boolean
  pulseSeconds: number
  unlockScheduleId?: number
  rules: Rule[]
  readers?: { id: number; side: 1 | 2 }[]
  floor?: { liftId: number; number: number; relay: number }
  lockSerialNumber?: string
  wiegandPort?: number
  failedAttempts?: { limit: number; blockSeconds: number }
  doorRules?: DoorRules
  zoneCodes?: { code: string; side?: 1 | 2 }[]
  silentAlarm?: true
}
export type When = { scheduleId?: number; side?: 1 | 2 }
export type DoorRules = {
  factors?: When & { sets: string[][] }
  twoPerson?: When
  escort?: { groupIds: number[] }
  interlock?: { accessPointIds: number[] }
}
export type Reset = { weekday: Weekday; minute: number }
export type Area = {
  id: number
  timeZone: string
  borders: { accessPointId: number; side: 1 | 2; direction: 'in' | 'out' }[]
  antiPassback?: { enforcement: 'log' | 'deny'; timeoutMinutes?: number }
  occupancy?: { enforcement: 'log' | 'deny'; limit: number }
  exceptUserIds: number[]
  resets: Reset[]
}
export type Group = { id: number; excludedFromLockdown: boolean; immuneToAntipassback: boolean; antipassbackResetTime?: number }
export type User = {
  id: number
  suspended: boolean
  pin?: string
  effectiveFrom?: number
  effectiveTo?: number
  groupIds: number[]
  visit?: { startsAt: number; endsAt: number; stopped?: true }
}
export type Credential = {
  id: number
  userId: number
  kind?: string
  encoded: string
  bits?: number
  state?: string
  effectiveFrom?: number
  effectiveTo?: number
  passesLeft?: number
  alarm?: boolean
}
export type Rules = {
  formatVersion: number
  panelId: number
  accessPoints: AccessPoint[]
  schedules: Schedule[]
  holidays: Holiday[]
  groups: Group[]
  areas: Area[]
  users: User[]
  credentials: Credential[]
}
/** What the rules say besides people. */
export const frameKinds = ['accessPoints', 'schedules', 'holidays', 'groups', 'areas'] as const
export type Frame = Pick<Rules, (typeof frameKinds)[number]>
/** Records that take the places of those with their ids, and the ids of those that are gone. */
export type FrameChange = Frame & { removed: Record<keyof Frame, number[]> }
/** All that the rules say of one person. Without a `user` they say nothing. */
export type PersonRecord = { id: number; user?: User; credentials: Credential[] }

type Mode = 'normal' | 'lockdown' | 'egress'
export type Posture = {
  overrides: { accessPointId: number; behavior: 'lock' | 'unlock'; endsAt?: number }[]
  modes: { rest: Mode; normal: number[]; lockdown: number[]; egress: number[] }
  resets?: { areaId: number; userId?: number; at: number }[]
}
/** Of a reader: how many attempts failed in a row since, and when it was blocked for them. */
export type Attempts = { failed: number; blockedAt?: number }
/** Who waits at a reader. */
export type Waiting = { userId: number; since: number; factors: string[]; state: 'for_factors' | 'ready' | 'passed' }
export type LastPassage = { direction: 'in' | 'out'; at: number }
/**
 * What decisions leave behind: until when schedules are enabled, by `site/schedule`, the locks that are set to privacy, the failed
 * attempts at readers, who waits at them, and by area and person the last passage. `openDoors` are those that are not shut and locked now.
 */
export type Memory = {
  enabledUntil: Record<string, number>
  privacy?: number[]
  attempts?: Record<string, Attempts>
  waiting?: Record<string, Waiting>
  openDoors?: number[]
  areas?: Record<string, Record<string, LastPassage>>
  /** The last reset that was taken, by `area/user` or `area`. */
  resets?: Record<string, number>
}

export type Presented = {
  accessPointId: number
  side?: 1 | 2
  readerId?: number
  kind?: string
  encodedCredential?: string
  bits?: number
  pin?: string
}
export type Decision = {
  decision: 'granted' | 'denied'
  reason: string
  userId?: number
  credentialId?: number
  alarm?: true
  floors?: number[]
  onlyFloors?: true
  enables?: { siteId: number; scheduleId: number; until: number }[]
  attempts?: Attempts & { reader: string }
  blocks?: true
  zoneCode?: true
  withUserId?: number
  waiting?: { reader: string; person?: Waiting }
  passages?: { areaId: number; direction: 'in' | 'out'; userIds: number[]; at: number }[]
  breaches?: { reason: string; userId?: number }[]
}
