import { z } from 'zod'
import {
  type AdministratorChanges,
  type CreateAdministrator,
  type FirstAdministrator,
  passwordLength,
} from '../../../domain/identity/administrators/entity.ts'
import type { LoginChanges } from '../../../domain/identity/administrators/login.ts'
import { administratorTypes } from '../../../domain/identity/administrators/type.ts'
import { isUsername } from '../../../domain/identity/administrators/username.ts'
import { definedOf } from '../../../lib/defined.ts'
import { plainText } from '../../../lib/text.ts'
import { TimeZone } from '../sites/inputs.ts'
import { absentWhenNull, Flag, OptionalFlag } from '../values.ts'
import { parseInstant } from '../wire-time.ts'

const required = (field: string, maximum: number, purpose: 'creation' | 'updating') =>
  plainText(field, maximum, { missing: `Not all required admin criteria was provided for ${purpose}: '${field}' is missing` })
const text = (field: string, maximum: number) => required(field, maximum, 'creation')

const usernameRefused = 'Attempting to create an admin with an invalid or unavailable username'
const emailForbids = /[,:;<>()[\]\\/"'~!#$%^&*={}|?`\s]/

/** The e-mail address of an administrator (API document, Create Administrator, says what it may not contain). */
const email = (purpose: 'creation' | 'updating') =>
  required('email', 100, purpose).refine((address) => !emailForbids.test(address) && /^[^@]+@[^@]+\.[^@]+$/.test(address), {
    error: (issue) => `Invalid value '${String(issue.input)}' for 'email': not an e-mail address`,
  })

const IdentityType = z.enum(['ASSISTANT', 'SENIOR', 'DEALER'], {
  error: 'Invalid input: expected ASSISTANT, SENIOR or DEALER',
})

const Password = z
  .string({ error: "Invalid value for 'password': expected a text" })
  .min(passwordLength.min, { error: "Invalid value for 'password': at least 8 characters" })
  .max(passwordLength.max, { error: "Invalid value for 'password': at most 128 characters" })

/** Who a new administrator is, and how they sign in. */
const newPerson = {
  username: text('username', 64).refine(isUsername, { error: usernameRefused }),
  firstName: text('firstName', 64),
  middleName: plainText('middleName', 64, { min: 0 }).nullish(),
  lastName: text('lastName', 64),
  email: email('creation'),
  timezone: TimeZone.nullish(),
}

/** The first administrator of a new account, who chooses password and security question themself. */
export const FirstAdministratorInput = z.object(newPerson).meta({ id: 'FirstAdministratorInput' })

/** Who the first administrator of a new account is to be. */
export const firstAdministratorOf = (body: z.infer<typeof FirstAdministratorInput>): FirstAdministrator => ({
  username: body.username,
  firstName: body.firstName,
  lastName: body.lastName,
  email: body.email,
  ...definedOf({ middleName: body.middleName || undefined, timezone: body.timezone ?? undefined }),
})

/** Body of Create Administrator (API document, Create Administrator). */
export const AdministratorInput = z
  .object({
    ...newPerson,
    securityQuestion: text('securityQuestion', 200),
    securityAnswer: text('securityAnswer', 200),
    identityType: IdentityType.nullish(),
    canCreateAdmins: OptionalFlag,
    password: Password.nullish(),
  })
  .refine(({ canCreateAdmins, identityType }) => canCreateAdmins == null || identityType === 'SENIOR', {
    error: "Invalid value for 'canCreateAdmins': it can only be given with identityType SENIOR",
  })
  .meta({ id: 'AdministratorInput' })

/** What a body of Create Administrator asks for. */
export const createAdministratorOf = (body: z.infer<typeof AdministratorInput>): CreateAdministrator => ({
  username: body.username,
  firstName: body.firstName,
  lastName: body.lastName,
  email: body.email,
  securityQuestion: body.securityQuestion,
  securityAnswer: body.securityAnswer,
  ...definedOf({
    middleName: body.middleName || undefined,
    type: body.identityType ?? undefined,
    canCreateAdmins: body.canCreateAdmins,
    timezone: body.timezone ?? undefined,
    password: body.password ?? undefined,
  }),
})

const AnyType = z.enum(administratorTypes, {
  error: 'Invalid input: expected ASSISTANT, SENIOR or DEALER',
})

/**
 * Body of Update Administrator. It may be what a retrieval answered: `id`, `username` and `accountId` are not read, and a type that
 * nobody can be given is taken for one who has it.
 */
export const AdministratorUpdate = z
  .object({
    firstName: required('firstName', 64, 'updating'),
    middleName: plainText('middleName', 64, { min: 0 }).nullish(),
    lastName: required('lastName', 64, 'updating'),
    email: email('updating'),
    identityType: AnyType.nullish(),
    canCreateAdmins: OptionalFlag,
    timezone: TimeZone.nullish(),
  })
  .refine(({ canCreateAdmins, identityType }) => canCreateAdmins !== true || identityType === 'SENIOR', {
    error: "Not all required admin criteria was provided for updating: 'canCreateAdmins' needs identityType SENIOR",
  })
  .refine(({ canCreateAdmins, identityType }) => identityType !== 'SENIOR' || canCreateAdmins !== undefined, {
    error: "Not all required admin criteria was provided for updating: 'canCreateAdmins' is missing",
  })
  .meta({ id: 'AdministratorUpdate' })

/** What a body of Update Administrator asks for: a middle name that is left out is removed. */
export const updateAdministratorOf = (body: z.infer<typeof AdministratorUpdate>): AdministratorChanges => ({
  firstName: body.firstName,
  middleName: body.middleName || null,
  lastName: body.lastName,
  email: body.email,
  ...definedOf({
    type: body.identityType ?? undefined,
    canCreateAdmins: body.canCreateAdmins,
    timezone: body.timezone ?? undefined,
  }),
})

const usernameMissing = 'Username not provided'

/** Body of Check Username. A text that can be nobody's username is answered as one that is not available. */
export const UsernameCheck = z
  .object({ username: z.string({ error: usernameMissing }).trim().min(1, { error: usernameMissing }).max(1_000) })
  .meta({ id: 'UsernameCheck' })

/** A date-time, also with the milliseconds in place of the seconds, as the document's example has it: `22:14:128Z`. */
const LoginExpiration = z
  .string({ error: "Invalid value for 'expiration': it is not an ISO 8601 date-time" })
  .transform((text, context) => {
    const at = parseInstant(text.replace(/(T\d{2}:\d{2}):(\d{3})(?!\d)/, '$1:00.$2'))
    if (at !== undefined) return at
    context.addIssue({
      code: 'custom',
      message: `Invalid value '${text}' for 'expiration': it is not an ISO 8601 date-time`,
    })
    return z.NEVER
  })

const together = 'securityQuestion and securityAnswer are given together'

/** Body of Update Login. */
export const LoginUpdate = z
  .object({
    active: absentWhenNull(Flag),
    password: absentWhenNull(Password),
    temporaryPassword: absentWhenNull(Flag),
    securityQuestion: absentWhenNull(plainText('securityQuestion', 200)),
    securityAnswer: absentWhenNull(plainText('securityAnswer', 200)),
    expiration: LoginExpiration.nullish(),
  })
  .refine(({ password, temporaryPassword }) => temporaryPassword === undefined || password !== undefined, {
    error: "Invalid value for 'password': it is required with temporaryPassword",
  })
  .refine(({ securityQuestion, securityAnswer }) => (securityQuestion === undefined) === (securityAnswer === undefined), {
    error: `Invalid value for 'securityAnswer': ${together}`,
  })
  .meta({ id: 'LoginUpdate' })

/** What a body of Update Login asks for. */
export const updateLoginOf = (body: z.infer<typeof LoginUpdate>): LoginChanges =>
  definedOf({
    active: body.active,
    password: body.password === undefined ? undefined : { text: body.password, temporary: body.temporaryPassword === true },
    security:
      body.securityQuestion === undefined || body.securityAnswer === undefined
        ? undefined
        : { question: body.securityQuestion, answer: body.securityAnswer },
    expiresAt: body.expiration,
  })
