import { z } from 'zod'
import { type CreateUser, maxContacts, maxTextLength, type UserChanges } from '../../../domain/people/users/entity.ts'
import { definedOf } from '../../../lib/defined.ts'
import { plainLine, plainText } from '../../../lib/text.ts'
import { clearableInstant } from '../clearable-instant.ts'
import { FieldValuesInput } from '../custom-fields/inputs.ts'
import { absentWhenNullEach, clearable, clearableText, Flag } from '../values.ts'

const name = (field: string) => plainText(field, maxTextLength)

/** 4 to 8 digits. The message never repeats what was given. */
const Pin = clearable<string>((given) =>
  /^\d{4,8}$/.test(given) ? { value: given } : { wrong: "Invalid value for 'pin': a PIN is 4 to 8 digits" },
)

const ContactType = plainLine(maxTextLength, { min: 0 }).nullish()
/** An e-mail address with its type, of any text. */
export const Email = z.object({
  address: plainLine(254, { min: 0 }).regex(/^[^\s@]+@[^\s@]+$/, {
    error: (issue) => `'${String(issue.input)}' is not an e-mail address`,
  }),
  type: ContactType,
})
const PhoneNumber = z.object({ number: plainLine(maxTextLength), type: ContactType })

/** A contact as it is kept: its type is left out when there is none. */
export const withType = <T extends { type?: string | null | undefined }>({ type, ...rest }: T) => ({
  ...rest,
  ...(type ? { type } : {}),
})

const optionalFields = {
  middleName: clearableText('middleName', maxTextLength),
  externalId: clearableText('externalId', maxTextLength),
  pin: Pin,
  effectiveFrom: clearableInstant('effectiveFrom'),
  effectiveTo: clearableInstant('effectiveTo'),
  bleTwoFactorExempt: Flag.nullish(),
  emails: z.array(Email.transform(withType)).max(maxContacts).nullish(),
  phoneNumbers: z.array(PhoneNumber.transform(withType)).max(maxContacts).nullish(),
  suspended: Flag.nullish(),
  customFields: FieldValuesInput,
}
const names = { firstName: name('firstName'), lastName: name('lastName') }

/** Body of Create new user. What may be left out may also be `null`. */
export const UserInput = z.object({ ...names, ...optionalFields }).meta({ id: 'UserInput' })

/** Body of Update user: what is left out is removed, except for what `updateOf` says. */
export const UserUpdate = z.object({ ...names, ...optionalFields }).meta({ id: 'UserUpdate' })

/** Body of Patch user: what is left out stays as it is. */
export const UserPatch = z.object({ ...absentWhenNullEach(names), ...optionalFields }).meta({ id: 'UserPatch' })

export const SuspendedInput = z.object({ suspended: Flag }).meta({ id: 'SuspendedInput' })

/** An external id in a path, as it is kept. */
export const ExternalId = z.string().trim().normalize('NFC')

/** What a body of Create new user asks for. */
export const createUserOf = ({ firstName, lastName, ...rest }: z.infer<typeof UserInput>): CreateUser => ({
  firstName,
  lastName,
  ...patchUserOf(rest),
})

/**
 * What a body of Update user asks for (API document, Update user): it is the whole user, so what is left out is removed. Two
 * fields stay as they are instead. `suspended`: an update by a client that does not know of it must not open doors. `externalId`:
 * clients update people without naming it, and look them up by it afterwards; `null` or an empty text clears it. A visitor keeps dates.
 */
export const updateUserOf = ({ externalId, suspended, ...body }: z.infer<typeof UserUpdate>): UserChanges => ({
  firstName: body.firstName,
  lastName: body.lastName,
  middleName: body.middleName ?? null,
  pin: body.pin ?? null,
  effectiveFrom: body.effectiveFrom ?? null,
  effectiveTo: body.effectiveTo ?? null,
  bleTwoFactorExempt: body.bleTwoFactorExempt ?? false,
  emails: body.emails ?? [],
  phoneNumbers: body.phoneNumbers ?? [],
  ...definedOf({ externalId, suspended: suspended ?? undefined }),
})

/** What a body of Patch user asks for, except for values of custom fields: `null` clears a field, or all contacts of a kind. */
export const patchUserOf = ({
  emails,
  phoneNumbers,
  bleTwoFactorExempt,
  suspended,
  customFields: _,
  ...rest
}: Partial<z.infer<typeof UserPatch>>): UserChanges =>
  definedOf({
    ...rest,
    emails: emails === null ? [] : emails,
    phoneNumbers: phoneNumbers === null ? [] : phoneNumbers,
    bleTwoFactorExempt: bleTwoFactorExempt ?? undefined,
    suspended: suspended ?? undefined,
  })
