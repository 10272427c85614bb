import { z } from 'zod'

/** A number that names one kind of thing. The brand keeps a `UserId` from standing where a `SiteId` is meant. */
export type Id<Kind extends string> = number & z.$brand<Kind>

/** Ids count milliseconds from this instant, so that they fit 53 bits until 2089, and stay below `firstVisitorId` until 2080. */
const idEpochMs = Date.UTC(2020, 0, 1)
const randomValues = 4096

/**
 * An id from 41 bits of milliseconds since 2020 and 12 random bits: a whole number below 2^53 that sorts by creation.
 * `nowMs` is epoch milliseconds; `random` is a whole number from 0 to 4095.
 */
export const idFrom = (nowMs: number, random: number): number =>
  Math.max(0, nowMs - idEpochMs) * randomValues + (random % randomValues)

/**
 * The upper eighth of the numbers below 2^53 names visitors, so that the id of a person says whether it is one: a key, a listing
 * and an event need no second look. See docs/decisions/0023.
 */
export const firstVisitorId = 7 * 2 ** 50

/** The id of a visitor, made of a fresh id: it sorts by creation among visitors as that one does among all, to 8 random values. */
export const visitorIdFrom = (id: number): number => firstVisitorId + Math.floor(id / 8)

/** Whether the id of a person is that of a visitor. */
export const isVisitorId = (id: number): boolean => id >= firstVisitorId

/** An id in a path, a filter or a form comes as its digits: no sign, no exponent, no other way to write a number. */
export const fromDigits = (given: unknown): unknown =>
  typeof given === 'string' && /^\d{1,16}$/.test(given) ? Number(given) : given

/** Made once, as making schemas is a good part of a cold start. */
const anyId = z.preprocess(
  fromDigits,
  z
    .number({ error: 'Invalid input: expected a whole number above 0' })
    .int({ error: 'Invalid input: expected a whole number above 0' })
    .positive()
    .max(Number.MAX_SAFE_INTEGER),
)
const id = <Kind extends string>(kind: Kind) => anyId.brand<Kind>().meta({ description: `Id of one ${kind}` })

export const AccountId = id('Account')
export type AccountId = z.infer<typeof AccountId>
export const AdministratorId = id('Administrator')
export type AdministratorId = z.infer<typeof AdministratorId>
export const ApiKeyId = id('ApiKey')
export type ApiKeyId = z.infer<typeof ApiKeyId>
export const SiteId = id('Site')
export type SiteId = z.infer<typeof SiteId>
export const PanelId = id('Panel')
export type PanelId = z.infer<typeof PanelId>
export const AccessPointId = id('AccessPoint')
export type AccessPointId = z.infer<typeof AccessPointId>
export const UserId = id('User')
export type UserId = z.infer<typeof UserId>
export const CredentialId = id('Credential')
export type CredentialId = z.infer<typeof CredentialId>
export const InvitationId = id('Invitation')
export type InvitationId = z.infer<typeof InvitationId>
export const GroupId = id('Group')
export type GroupId = z.infer<typeof GroupId>
export const ScheduleId = id('Schedule')
export type ScheduleId = z.infer<typeof ScheduleId>
export const HolidayId = id('Holiday')
export type HolidayId = z.infer<typeof HolidayId>
export const SubscriptionId = id('EventSubscription')
export type SubscriptionId = z.infer<typeof SubscriptionId>
export const RoleId = id('Role')
export type RoleId = z.infer<typeof RoleId>
export const ApplicationId = id('Application')
export type ApplicationId = z.infer<typeof ApplicationId>
export const CalendarId = id('Calendar')
export type CalendarId = z.infer<typeof CalendarId>
export const CompanyId = id('Company')
export type CompanyId = z.infer<typeof CompanyId>
export const AccessRuleId = id('AccessRule')
export type AccessRuleId = z.infer<typeof AccessRuleId>
export const DoorSetId = id('DoorSet')
export type DoorSetId = z.infer<typeof DoorSetId>
export const AreaId = id('Area')
export type AreaId = z.infer<typeof AreaId>
export const ReaderId = id('Reader')
export type ReaderId = z.infer<typeof ReaderId>
export const CameraId = id('Camera')
export type CameraId = z.infer<typeof CameraId>
export const CustomFieldId = id('CustomField')
export type CustomFieldId = z.infer<typeof CustomFieldId>
export const ScenarioId = id('EmergencyScenario')
export type ScenarioId = z.infer<typeof ScenarioId>
