import { z } from 'zod'
import { definedOf } from '../../../lib/defined.ts'
import { AdministratorId, CompanyId, GroupId, UserId } from '../../../lib/ids.ts'
import type { FieldValues } from '../custom-fields/entity.ts'
import { Photo } from '../photos/entity.ts'
import { Visit, VisitDetails } from '../visitors/entity.ts'

/** The longest names, external ids, phone numbers and types of contacts that are taken. */
export const maxTextLength = 100
/** The most e-mail addresses, and the most phone numbers, that a user has. */
export const maxContacts = 20
/** A user is a member of at most this many groups (API document, Update user's group memberships). */
export const maxGroups = 16

/** A person belongs to the account, or comes on a visit. It is of the same kind for ever, and its id says of which. */
export const personKinds = ['USER', 'VISITOR'] as const
export type PersonKind = (typeof personKinds)[number]

/**
 * A card holder. `effectiveFrom` and `effectiveTo` (epoch milliseconds) bound the PIN. `pinId` names the PIN among the
 * user's credentials. Without a `companyId` the user belongs to the first company of the account. `groupIds` may name groups that
 * have been deleted a moment ago; those give no access.
 */
const person = {
  id: UserId,
  version: z.number(),
  firstName: z.string(),
  middleName: z.string().optional(),
  lastName: z.string(),
  externalId: z.string().optional(),
  pin: z.string().optional(),
  pinId: z.number().optional(),
  effectiveFrom: z.number().optional(),
  effectiveTo: z.number().optional(),
  suspended: z.boolean(),
  bleTwoFactorExempt: z.boolean(),
  emails: z.array(z.object({ address: z.string(), type: z.string().optional() })),
  phoneNumbers: z.array(z.object({ number: z.string(), type: z.string().optional() })),
  groupIds: z.array(GroupId),
  companyId: CompanyId.optional(),
  /** The administrator, limited to some groups, who added the user: while the user is in no group, one of those who see them. */
  enrolledBy: AdministratorId.optional(),
  /** The values of custom fields, by the ids of those; absent when there are none. */
  customFields: z.record(z.string(), z.string()).optional(),
  photo: Photo.optional(),
  createdAt: z.number(),
  updatedAt: z.number(),
}

/**
 * A person of either kind: visitors have cards, PINs, groups and rules as users do, and a visit, which bounds all of them and whose
 * start and end are the dates of the visitor.
 */
export const User = z.discriminatedUnion('kind', [
  z.object({ ...person, kind: z.literal('USER') }),
  z.object({ ...person, kind: z.literal('VISITOR'), visit: Visit, visitDetails: VisitDetails }),
])
export type User = z.infer<typeof User>
export type Visitor = Extract<User, { kind: 'VISITOR' }>

/** What to change of a user: what is left out stays as it is, and `null` clears a field. Texts are trimmed and NFC. */
export type UserChanges = {
  firstName?: string
  middleName?: string | null
  lastName?: string
  externalId?: string | null
  /** 4 to 8 digits. */
  pin?: string | null
  effectiveFrom?: number | null
  effectiveTo?: number | null
  suspended?: boolean
  bleTwoFactorExempt?: boolean
  emails?: User['emails']
  phoneNumbers?: User['phoneNumbers']
}
/** What a new user is made of. */
export type CreateUser = UserChanges & Pick<User, 'firstName' | 'lastName'>

/** The part of a user that filtered listings read: nothing secret, and no more than they need. */
export type UserFind = {
  first: string
  last: string
  suspended: boolean
  /** Whether the user is a member of any group. */
  member: boolean
  /** From when to when the user's PIN is valid; absent without a PIN. */
  pin?: { from?: number; to?: number }
  /** As in the user; only of users whom a limited administrator has added. */
  enrolledBy?: AdministratorId
  externalId?: string
  /** Absent when the user has none. */
  emails?: string[]
  /** The values of custom fields, by the ids of those; absent when the user has none. */
  customFields?: FieldValues
  /** Of visitors, with when they arrived: what the state of the visit follows from. */
  visit?: Visit & Pick<VisitDetails, 'arrivedAt'>
}

/** What filtered listings read of a user. */
export const findOfUser = (user: User): UserFind => ({
  first: user.firstName,
  last: user.lastName,
  suspended: user.suspended,
  member: user.groupIds.length > 0,
  ...(user.pin === undefined ? {} : { pin: definedOf({ from: user.effectiveFrom, to: user.effectiveTo }) }),
  ...(user.enrolledBy === undefined ? {} : { enrolledBy: user.enrolledBy }),
  ...(user.externalId === undefined ? {} : { externalId: user.externalId }),
  ...(user.emails.length === 0 ? {} : { emails: user.emails.map(({ address }) => address) }),
  ...(user.customFields === undefined ? {} : { customFields: user.customFields }),
  ...(user.kind === 'VISITOR' ? { visit: { ...user.visit, ...definedOf({ arrivedAt: user.visitDetails.arrivedAt }) } } : {}),
})
