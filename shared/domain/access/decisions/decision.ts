import type { Instant } from '../../../lib/clock.ts'
import type { AccessPointId, AreaId, CredentialId, ReaderId, ScheduleId, SiteId, UserId } from '../../../lib/ids.ts'
import type { PresentedKind, Relays } from '../../people/credentials/entity.ts'
import type { Factor } from '../../places/access-points/door-rules.ts'
import type { DoorSide } from '../../places/access-points/entity.ts'
import { type AreaDirection, type AreaStates, areaStates } from './area-states.ts'

/**
 * What somebody held to a reader: the value of a credential (of a card its bits as hexadecimal, and how many they are when the
 * reader counts them), a PIN, or both. `kind` says what was read: a card when it is left out.
 */
export type Presented = {
  accessPointId: AccessPointId
  /** The side of the door that the reader is at; 1, the entry, when neither this nor the rules say so of the reader. */
  side?: DoorSide
  readerId?: ReaderId
  kind?: PresentedKind
  encodedCredential?: string
  bits?: number
  pin?: string
}

/**
 * Why access is denied. `rules_incomplete` is a fault of the rules, not of the person; `ambiguous_credential` means that several
 * cards, of different lengths, may have been read.
 */
export type DenialReason =
  | 'unknown_access_point'
  | 'blocked_after_failures'
  | 'nothing_presented'
  | 'unknown_credential'
  | 'ambiguous_credential'
  | 'unknown_pin'
  | 'wrong_pin'
  | 'user_suspended'
  | 'visit_not_current'
  | 'pin_not_effective'
  | 'credential_not_active'
  | 'no_passes_left'
  | 'credential_not_effective'
  | 'no_permission'
  | 'locked_down'
  | 'privacy_mode'
  | 'outside_schedule'
  | 'second_factor_required'
  | 'interlocked'
  | 'second_person_required'
  | 'escort_required'
  | 'anti_passback'
  | 'area_full'
  | 'rules_incomplete'
export type DecisionReason = 'granted' | DenialReason

/** The checks of a decision, in the order in which they are made. */
export const rules = [
  'access_point_known',
  'reader_not_blocked',
  'credential_known',
  'pin_known',
  'user_known',
  'pin_matches',
  'user_not_suspended',
  'visit_current',
  'pin_effective',
  'credential_active',
  'credential_effective',
  'passes_left',
  'permission_here',
  'not_locked_down',
  'privacy_off',
  'schedule_open',
  'second_factor',
  'interlock_free',
  'anti_passback',
  'escort',
  'second_person',
  'occupancy',
] as const
export type Rule = (typeof rules)[number]

/** A thing that a check was about. Its name is not in the rules of a panel: whoever shows a trace looks it up. */
export type NamedThing = { what: 'access point' | 'area' | 'credential' | 'floor' | 'group' | 'schedule' | 'user'; id: number }
/** A sentence about a check. It holds ids and times, never a PIN or the bits of a credential. */
export type Detail = readonly (string | NamedThing)[]

/** One check that was made. */
export type TraceStep = { rule: Rule; passed: boolean; detail?: Detail }

/** A group-enabled schedule that a grant enables at a site, and until when. */
export type Enabling = { siteId: SiteId; scheduleId: ScheduleId; until: Instant }

/** What a reader remembers: how many attempts failed in a row since, and when it was blocked for them. */
export type ReaderAttempts = { failed: number; blockedAt?: Instant | undefined }

/**
 * Who waits at a reader: since when, for what, and the factors that were presented when it is for more of them. Who is `ready` has passed
 * all checks but waits for another person; who has `passed` may still escort others.
 */
export type WaitingPerson = { userId: UserId; since: Instant; factors: Factor[]; state: 'for_factors' | 'ready' | 'passed' }

/** That people enter or leave an area. */
export type AreaPassage = { areaId: AreaId; direction: AreaDirection; userIds: UserId[]; at: Instant }

/** What was let pass although a rule of an area speaks against it, as a panel reports it; of anti-passback also who it was. */
export type Breach = { reason: 'anti_passback_breached'; userId: UserId } | { reason: 'area_over_limit' }

/**
 * The outcome, and every check that led to it, in order; the last one is the one that denied. `userId` and `credentialId` say
 * who it was, also when denied; `alarm` that the credential raises a silent alarm, granted or not. `scheduleId` says under which
 * schedule access was granted; `relays` which relays the credential switches (the first, when left out) and `passesLeft` how
 * often it may be used after this grant, where that is limited. `enables` stands when a grant enables schedules, and `attempts` when the
 * count of failed attempts at a reader changes: hand the decision to `remember`. `blocks`: this attempt blocks the reader. `floors` are those of a lift that may be chosen now; `onlyFloors`: they are all that is granted, the lift's own door is not.
 *
 * `alarm` also stands when a code was typed that is one higher than a right one. `zoneCode`: it was a code of the door, so it is nobody.
 * `withUserId` is the person who waited and passes too. `waiting` stands when who waits at the reader changes, without a `person` when nobody
 * waits any more. `passages` are those of a grant into and out of areas, and `breaches` what of it is to be reported.
 */
export type Decision = {
  decision: 'granted' | 'denied'
  reason: DecisionReason
  userId?: UserId
  credentialId?: CredentialId
  alarm?: true
  scheduleId?: ScheduleId
  relays?: Relays
  passesLeft?: number
  enables?: Enabling[]
  attempts?: ReaderAttempts & { reader: string }
  blocks?: true
  floors?: AccessPointId[]
  onlyFloors?: true
  zoneCode?: true
  withUserId?: UserId
  waiting?: { reader: string; person?: WaitingPerson }
  passages?: AreaPassage[]
  breaches?: Breach[]
  trace: TraceStep[]
}

/**
 * What was before that a decision depends on: until when each group-enabled schedule is enabled at each site, at which wireless
 * locks somebody inside has locked out the others, what readers remember of failed attempts and who waits at them (by the reader's name), and
 * who was where in areas. `openDoors` are the access points of the panel that are not shut and locked at this moment: the panel says so with
 * each decision. As JSON it is what a panel keeps over a restart; `areas` are read from that by `areaStates`.
 */
export type DecisionMemory = {
  enabledUntil: Readonly<Record<string, Instant>>
  privacy?: readonly AccessPointId[] | undefined
  attempts?: Readonly<Record<string, ReaderAttempts>> | undefined
  waiting?: Readonly<Record<string, WaitingPerson>> | undefined
  openDoors?: readonly AccessPointId[] | undefined
  areas?: AreaStates | undefined
}
export const emptyMemory: DecisionMemory = { enabledUntil: {} }

const enablingKey = (siteId: SiteId, scheduleId: ScheduleId): string => `${siteId}/${scheduleId}`

/** The memory in which these schedules are enabled at a site, for ever. */
export const memoryWith = (
  siteId: SiteId,
  enabled: readonly ScheduleId[],
  privacy: readonly AccessPointId[],
): DecisionMemory => ({
  enabledUntil: Object.fromEntries(enabled.map((scheduleId) => [enablingKey(siteId, scheduleId), Number.POSITIVE_INFINITY])),
  privacy,
})

/** Until when a schedule is enabled at a site, as far as is remembered. */
export const rememberedUntil = (memory: DecisionMemory, siteId: SiteId, scheduleId: ScheduleId): Instant | undefined =>
  memory.enabledUntil[enablingKey(siteId, scheduleId)]

/**
 * The memory after a decision; the same one when the decision leaves nothing behind. Passages into and out of areas are written into the
 * `areas` of the memory itself, since a copy of them would take too long.
 */
export const remember = (memory: DecisionMemory, { enables, attempts, waiting, passages }: Decision): DecisionMemory => {
  if (!enables && !attempts && !waiting && !passages) return memory
  return {
    ...memory,
    enabledUntil: {
      ...memory.enabledUntil,
      ...Object.fromEntries((enables ?? []).map(({ siteId, scheduleId, until }) => [enablingKey(siteId, scheduleId), until])),
    },
    ...(attempts ? { attempts: withAttempts(memory.attempts, attempts) } : {}),
    ...(waiting ? { waiting: withWaiting(memory.waiting, waiting) } : {}),
    ...(passages ? { areas: withPassages(memory.areas, passages) } : {}),
  }
}

/** A reader at which nothing failed since is forgotten. */
const withAttempts = (
  before: DecisionMemory['attempts'],
  { reader, ...now }: NonNullable<Decision['attempts']>,
): DecisionMemory['attempts'] => {
  const { [reader]: _former, ...others } = before ?? {}
  return now.failed === 0 && now.blockedAt === undefined ? others : { ...others, [reader]: now }
}

const withWaiting = (
  before: DecisionMemory['waiting'],
  { reader, person }: NonNullable<Decision['waiting']>,
): DecisionMemory['waiting'] => {
  const { [reader]: _former, ...others } = before ?? {}
  return person ? { ...others, [reader]: person } : others
}

const withPassages = (areas: AreaStates = areaStates(), passages: readonly AreaPassage[]): AreaStates => {
  for (const { areaId, userIds, direction, at } of passages)
    for (const userId of userIds) areas.pass(areaId, userId, { direction, at })
  return areas
}
