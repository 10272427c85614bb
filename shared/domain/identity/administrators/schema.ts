import { z } from 'zod'
import { AdministratorId } from '../../../lib/ids.ts'
import { plainText } from '../../../lib/text.ts'
import { TimeZone } from '../../places/sites/schema.ts'
import { administratorTypes } from './principal.ts'

/** A username as it is compared: people do not remember which letters were capitals. */
export const normalUsername = (username: string): string => username.trim().normalize('NFKC').toLowerCase()

const text = (field: string, maximum: number) =>
  plainText(field, maximum, { missing: `Not all required admin criteria was provided for creation: '${field}' is missing` })

const usernameRefused = 'Attempting to create an admin with an invalid or unavailable username'
const emailForbids = /[,:;<>()[\]\\/"'~!#$%^&*={}|?`\s]/

/** The e-mail address of an administrator (API document, Create Administrator, says what it may not contain). */
const Email = text('email', 100).refine((address) => !emailForbids.test(address) && /^[^@]+@[^@]+\.[^@]+$/.test(address), {
  error: (issue) => `Invalid value '${String(issue.input)}' for 'email': not an e-mail address`,
})

export const Password = z
  .string({ error: "Invalid value for 'password': expected a text" })
  .min(8, { error: "Invalid value for 'password': at least 8 characters" })
  .max(128, { error: "Invalid value for 'password': at most 128 characters" })

/** What a caller says of a new administrator (API document, Create Administrator). */
export const AdministratorInput = z
  .object({
    username: text('username', 64).refine((name) => /^[\p{L}\p{N}._@+-]{3,64}$/u.test(name), { error: usernameRefused }),
    firstName: text('firstName', 64),
    middleName: plainText('middleName', 64, { min: 0 }).nullish(),
    lastName: text('lastName', 64),
    email: Email,
    securityQuestion: text('securityQuestion', 200),
    securityAnswer: text('securityAnswer', 200),
    identityType: z
      .enum(['ASSISTANT', 'SENIOR', 'DEALER'], {
        error: (issue) => `Invalid value '${String(issue.input)}' for 'identityType': expected ASSISTANT, SENIOR or DEALER`,
      })
      .nullish(),
    canCreateAdmins: z.boolean({ error: "Invalid value for 'canCreateAdmins': expected true or false" }).nullish(),
    timezone: TimeZone.nullish(),
    password: Password.nullish(),
  })
  .refine(({ canCreateAdmins, identityType }) => canCreateAdmins == null || identityType === 'SENIOR', {
    error: "Invalid value for 'canCreateAdmins': it can only be given with identityType SENIOR",
  })
  .meta({ id: 'AdministratorInput' })
export type AdministratorInput = z.infer<typeof AdministratorInput>

/** Somebody who administers an account. `password` and `securityAnswer` are scrypt hashes; instants are epoch milliseconds. */
export const Administrator = z.object({
  id: AdministratorId,
  version: z.number(),
  type: z.enum(administratorTypes),
  username: z.string(),
  firstName: z.string(),
  middleName: z.string().optional(),
  lastName: z.string(),
  email: z.string(),
  timezone: z.string(),
  canCreateAdmins: z.boolean(),
  securityQuestion: z.string().optional(),
  securityAnswer: z.string().optional(),
  password: z.string(),
  /** A temporary password signs in until this instant; absent for one that its owner chose. */
  temporaryPasswordExpiresAt: z.number().optional(),
  active: z.boolean(),
  createdAt: z.number(),
  updatedAt: z.number(),
})
export type Administrator = z.infer<typeof Administrator>

/** What an administrator is called in events, tokens and pages. */
export const fullName = ({ firstName, lastName }: Pick<Administrator, 'firstName' | 'lastName'>): string =>
  `${firstName} ${lastName}`
