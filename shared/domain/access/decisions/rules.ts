import { z } from 'zod'
import {
  AccessPointId,
  AccountId,
  AreaId,
  CalendarId,
  CredentialId,
  GroupId,
  HolidayId,
  PanelId,
  ReaderId,
  ScheduleId,
  SiteId,
  UserId,
} from '../../../lib/ids.ts'
import { CredentialKind, CredentialState, CredentialUse, familyOf } from '../../people/credentials/entity.ts'
import { DoorRules } from '../../places/access-points/door-rules.ts'
import { DoorSide, FailedAttempts, LiftFloor } from '../../places/access-points/entity.ts'
import { Area } from '../areas/entity.ts'
import { RuleSubject } from '../rules/entity.ts'
import { LocalDateTime } from '../schedules/entity.ts'
import { Timetable } from '../schedules/timetable.ts'

/** Epoch milliseconds, UTC. */
const instant = z.number().int()

/**
 * Who may pass a door, by one side or, without `side`, by both, and when: without a schedule always. `overridesPrivacy`: also while
 * somebody inside has locked out the others.
 */
export const PanelAccessRule = z.object({
  subject: RuleSubject,
  side: DoorSide.optional(),
  scheduleId: ScheduleId.optional(),
  overridesPrivacy: z.literal(true).optional(),
})
export type PanelAccessRule = z.infer<typeof PanelAccessRule>

/** A reader at a door, and at which side of it. */
export const PanelReader = z.object({ id: ReaderId, side: DoorSide })
export type PanelReader = z.infer<typeof PanelReader>

/** A code that opens the door by itself, at one side or, without `side`, at both. */
export const PanelZoneCode = z.object({ code: z.string().min(1), side: DoorSide.optional() })
export type PanelZoneCode = z.infer<typeof PanelZoneCode>

/**
 * A door or another access point, and who may pass it when. `unlockScheduleId` names the schedule during which it stands unlocked;
 * a door without `readers` has one that says no side, which is side 1. A `floor` of a lift is an output that passengers may choose
 * after they were granted at the lift; `lockSerialNumber` names a wireless lock, `wiegandPort` the output that a card's number is sent to,
 * `failedAttempts` when a reader of it is blocked. `doorRules` is what it asks for besides a permission; with `silentAlarm` a code one higher
 * than a right one, of the same length, opens as that does and raises a silent alarm.
 */
export const PanelAccessPoint = z.object({
  id: AccessPointId,
  name: z.string(),
  siteId: SiteId,
  timeZone: z.string(),
  twoFactorEnabled: z.boolean(),
  activationEnabled: z.boolean(),
  pulseSeconds: z.number().int().positive(),
  unlockScheduleId: ScheduleId.optional(),
  rules: z.array(PanelAccessRule),
  readers: z.array(PanelReader).optional(),
  floor: LiftFloor.optional(),
  lockSerialNumber: z.string().optional(),
  wiegandPort: z.int().positive().optional(),
  failedAttempts: FailedAttempts.optional(),
  doorRules: DoorRules.optional(),
  zoneCodes: z.array(PanelZoneCode).optional(),
  silentAlarm: z.literal(true).optional(),
})
export type PanelAccessPoint = z.infer<typeof PanelAccessPoint>

/** A schedule; without a `siteId` it is universal. */
export const PanelSchedule = Timetable.extend({ id: ScheduleId, name: z.string(), siteId: SiteId.optional() })
export type PanelSchedule = z.infer<typeof PanelSchedule>

/**
 * A holiday; without a `siteId` it holds at every site, without a `calendarId` in no chosen calendar. Its times are read on the
 * wall clock of the door's site.
 */
export const PanelHoliday = z.object({
  id: HolidayId,
  name: z.string(),
  siteId: SiteId.optional(),
  calendarId: CalendarId.optional(),
  start: LocalDateTime,
  end: LocalDateTime,
})
export type PanelHoliday = z.infer<typeof PanelHoliday>

/** A group. `antipassbackResetTime`: how many minutes after midnight, every day, it is forgotten which areas its members are in. */
export const PanelGroup = z.object({
  id: GroupId,
  keypadUnlock: z.boolean(),
  immuneToAntipassback: z.boolean(),
  excludedFromLockdown: z.boolean(),
  antipassbackResetTime: z.int().min(0).max(1440).optional(),
})
export type PanelGroup = z.infer<typeof PanelGroup>

/** An area. Its resets are read on the wall clock of `timeZone`, that of the site of its first border. */
export const PanelArea = Area.pick({
  borders: true,
  antiPassback: true,
  occupancy: true,
  exceptUserIds: true,
  resets: true,
}).extend({ id: AreaId, timeZone: z.string() })
export type PanelArea = z.infer<typeof PanelArea>

/** When a visitor may pass, both instants included; never again once the visit was `stopped`, whatever a clock says. */
export const PanelVisit = z.object({ startsAt: instant, endsAt: instant, stopped: z.literal(true).optional() })
export type PanelVisit = z.infer<typeof PanelVisit>

/**
 * A person. `effectiveFrom` and `effectiveTo` bound the PIN, not the cards (API document, Create new user); the `visit` of a
 * visitor bounds all.
 */
export const PanelUser = z.object({
  id: UserId,
  suspended: z.boolean(),
  pin: z.string().min(1).optional(),
  effectiveFrom: instant.optional(),
  effectiveTo: instant.optional(),
  groupIds: z.array(GroupId),
  visit: PanelVisit.optional(),
})
export type PanelUser = z.infer<typeof PanelUser>

/** The number of a card: hexadecimal without leading zeros. */
const cardNumber = /^(0|[1-9a-f][0-9a-f]*)$/

/**
 * A credential besides the PIN, bounded by its own dates (API document, Assign Credential and Dates). Without a `kind` it is a
 * card, and without a `state` it is active. `encoded` has the form of `comparedValue`.
 */
export const PanelCredential = z
  .object({
    ...CredentialUse.shape,
    id: CredentialId,
    kind: CredentialKind.exclude(['pin']).optional(),
    encoded: z.string().min(1),
    bits: z.number().int().positive().optional(),
    userId: UserId,
    state: CredentialState.optional(),
    effectiveFrom: instant.optional(),
    effectiveTo: instant.optional(),
  })
  .refine(({ kind, encoded }) => familyOf(kind ?? 'card') !== 'card' || cardNumber.test(encoded), {
    path: ['encoded'],
    message: 'is not hexadecimal without leading zeros',
  })
export type PanelCredential = z.infer<typeof PanelCredential>

/**
 * The content of one version of a panel's configuration: everything it needs to decide on its own. It holds only people with
 * a permission on one of its doors; those who are suspended stay in it, marked, so that their denial can be explained.
 */
export const PanelRules = z.object({
  formatVersion: z.literal(2),
  accountId: AccountId,
  panelId: PanelId,
  version: z.number().int().nonnegative(),
  compiledAt: instant,
  accessPoints: z.array(PanelAccessPoint),
  schedules: z.array(PanelSchedule),
  holidays: z.array(PanelHoliday),
  groups: z.array(PanelGroup),
  /** None when they are left out. */
  areas: z.array(PanelArea).default([]),
  users: z.array(PanelUser),
  credentials: z.array(PanelCredential),
})
export type PanelRules = z.infer<typeof PanelRules>
