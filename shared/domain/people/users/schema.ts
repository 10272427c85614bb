import { z } from 'zod'
import { definedOf } from '../../../lib/defined.ts'
import { GroupId, UserId } from '../../../lib/ids.ts'
import { TextOrNumber } from '../../../lib/text-or-number.ts'
import { parseInstant } from '../../../lib/wire-time.ts'

/** Longest names, external ids and addresses that are taken: ours, as the API document gives no limits. */
export const longestText = 100
const mostContacts = 20

/** A user is a member of at most this many groups (API document, Update user's group memberships). */
export const mostGroups = 16

/** True or false; this API's clients also send 1 and 0, and the words. */
export const Flag = z
  .union([z.boolean(), z.literal([0, 1, '0', '1', 'true', 'false'])], { error: 'Invalid input: expected true or false' })
  .transform((given) => given === true || given === 1 || given === '1' || given === 'true')
  .meta({ type: 'boolean' })

const Name = z.string().trim().min(1).max(longestText)

type Read<T> = { value: T } | { wrong: string }
type Given = string | number

/**
 * An optional field of a user: left out it is `undefined`; `null` and an empty text clear it, as `null`; anything else is
 * read by `read`. A number is taken for a text, as clients send external ids and PINs as numbers.
 */
const clearable = <T>(read: (text: string) => Read<T>) =>
  TextOrNumber.nullish()
    .transform((given: Given | null | undefined, context): T | null | undefined => {
      if (given === undefined || given === null || given === '') return given === undefined ? undefined : null
      const found = read(String(given).trim())
      if ('value' in found) return found.value
      context.addIssue({ code: 'custom', message: found.wrong })
      return z.NEVER
    })
    .meta({ type: 'string' })

const text = (field: string) =>
  clearable<string | null>((given) =>
    given.length > longestText
      ? { wrong: `Invalid value for '${field}': it is longer than ${longestText} characters` }
      : { value: given === '' ? null : given },
  )

/** 4 to 8 digits. The message never repeats what was given. */
const Pin = clearable<string>((given) =>
  /^\d{4,8}$/.test(given) ? { value: given } : { wrong: "Invalid value for 'pin': a PIN is 4 to 8 digits" },
)

const instant = (field: string) =>
  clearable<number>((given) => {
    const at = parseInstant(given)
    return at === undefined
      ? { wrong: `Invalid value '${given}' for '${field}': it is not an ISO 8601 date-time` }
      : { value: at }
  })

const ContactType = z.string().trim().max(longestText).nullish()
export const Email = z.object({
  address: z
    .string()
    .trim()
    .max(254)
    .regex(/^[^\s@]+@[^\s@]+$/, { error: (issue) => `'${String(issue.input)}' is not an e-mail address` }),
  type: ContactType,
})
export const PhoneNumber = z.object({ number: z.string().trim().min(1).max(longestText), type: ContactType })

/** A contact as it is kept: its type is left out when there is none. */
const withType = <T extends { type?: string | null | undefined }>({ type, ...rest }: T) => ({
  ...rest,
  ...(type ? { type } : {}),
})

const optionalFields = {
  middleName: text('middleName'),
  externalId: text('externalId'),
  pin: Pin,
  effectiveFrom: instant('effectiveFrom'),
  effectiveTo: instant('effectiveTo'),
  bleTwoFactorExempt: Flag.nullish(),
  emails: z.array(Email.transform(withType)).max(mostContacts).nullish(),
  phoneNumbers: z.array(PhoneNumber.transform(withType)).max(mostContacts).nullish(),
}

/** Body of Create new user. What may be left out may also be `null`. */
export const UserInput = z
  .object({ firstName: Name, lastName: Name, ...optionalFields, suspended: Flag.nullish() })
  .meta({ id: 'UserInput' })
export type UserInput = z.infer<typeof UserInput>

/** Body of Update user: the whole of it, so that what is left out is removed. Whether the user is suspended stays as it is. */
export const UserUpdate = z.object({ firstName: Name, lastName: Name, ...optionalFields }).meta({ id: 'UserUpdate' })
export type UserUpdate = z.infer<typeof UserUpdate>

/** Body of Patch user: what is left out stays as it is. */
export const UserPatch = z
  .object({ firstName: Name.optional(), lastName: Name.optional(), ...optionalFields })
  .meta({ id: 'UserPatch' })
export type UserPatch = z.infer<typeof UserPatch>

/**
 * A card holder. `effectiveFrom` and `effectiveTo` (epoch milliseconds) bound the PIN. `pinId` names the PIN among the
 * user's credentials. `groupIds` may name groups that have been deleted a moment ago; those give no access.
 */
export const User = z.object({
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
  createdAt: z.number(),
  updatedAt: z.number(),
})
export type User = z.infer<typeof User>

/** The part of a user that filtered listings read: nothing secret, and no more than they need. */
export type UserFind = {
  first: string
  last: string
  suspended: boolean
  /** Whether the user is a member of any group. */
  member: boolean
  /** From when to when the user's PIN is valid; absent without a PIN. */
  pin?: { from?: number; to?: number }
}

/** What filtered listings read of a user. */
export const findOfUser = ({ firstName, lastName, suspended, groupIds, pin, effectiveFrom, effectiveTo }: User): UserFind => ({
  first: firstName,
  last: lastName,
  suspended,
  member: groupIds.length > 0,
  ...(pin === undefined ? {} : { pin: definedOf({ from: effectiveFrom, to: effectiveTo }) }),
})
