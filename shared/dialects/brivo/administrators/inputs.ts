import { z } from 'zod'
import { type CreateAdministrator, passwordLength } from '../../../domain/identity/administrators/entity.ts'
import { definedOf } from '../../../lib/defined.ts'
import { plainText } from '../../../lib/text.ts'
import { TimeZone } from '../sites/inputs.ts'
import { OptionalFlag } from '../values.ts'

const text = (field: string, maximum: number) =>
  plainText(field, maximum, { missing: `Not all required admin criteria was provided for creation: '${field}' is missing` })

const usernameRefused = 'Attempting to create an admin with an invalid or unavailable username'
const emailForbids = /[,:;<>()[\]\\/"'~!#$%^&*={}|?`\s]/

/** The e-mail address of an administrator (API document, Create Administrator, says what it may not contain). */
const Email = text('email', 100).refine((address) => !emailForbids.test(address) && /^[^@]+@[^@]+\.[^@]+$/.test(address), {
  error: (issue) => `Invalid value '${String(issue.input)}' for 'email': not an e-mail address`,
})

const Password = z
  .string({ error: "Invalid value for 'password': expected a text" })
  .min(passwordLength.min, { error: "Invalid value for 'password': at least 8 characters" })
  .max(passwordLength.max, { error: "Invalid value for 'password': at most 128 characters" })

/** Body of Create Administrator (API document, Create Administrator). */
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
    canCreateAdmins: OptionalFlag,
    timezone: TimeZone.nullish(),
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
