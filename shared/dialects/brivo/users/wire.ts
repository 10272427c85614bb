import { z } from 'zod'
import type { CustomField } from '../../../domain/people/custom-fields/entity.ts'
import { valuesShown } from '../../../domain/people/custom-fields/values.ts'
import type { PhotoLink } from '../../../domain/people/photos/link.ts'
import type { User } from '../../../domain/people/users/entity.ts'
import { omitEmpty } from '../../../lib/defined.ts'
import { FieldValueWire, fieldValueWire } from '../custom-fields/wire.ts'
import { formatInstant } from '../wire-time.ts'

/** A person in few words, as the members of a group and the holder of a credential are answered. `kind` is said of visitors only. */
export const UserListed = z
  .object({
    id: z.number(),
    externalId: z.string().optional(),
    firstName: z.string(),
    middleName: z.string().optional(),
    lastName: z.string(),
    suspended: z.boolean(),
    kind: z.literal('VISITOR').optional(),
  })
  .meta({ id: 'UserListed' })

/** A user as the API answers it (API document, Retrieve by id). */
export const UserWire = UserListed.extend({
  pin: z.string().optional(),
  effectiveFrom: z.string().optional(),
  effectiveTo: z.string().optional(),
  created: z.string(),
  updated: z.string(),
  bleTwoFactorExempt: z.boolean(),
  userImage: z.array(z.object({ id: z.number(), uri: z.string() })).optional(),
  customFields: z.array(FieldValueWire),
  emails: z.array(z.object({ address: z.string(), type: z.string().optional() })),
  phoneNumbers: z.array(z.object({ number: z.string(), type: z.string().optional() })),
}).meta({ id: 'User' })

export const userListed = (user: User): z.infer<typeof UserListed> => {
  const { id, externalId, firstName, middleName, lastName, suspended, kind } = user
  const listed = omitEmpty({ id, externalId, firstName, middleName, lastName, suspended })
  return kind === 'VISITOR' ? { ...listed, kind } : listed
}

const instant = (at: number | undefined) => (at === undefined ? undefined : formatInstant(at))

/**
 * A user with its values of custom fields; `fields` are all that it may have values of. Its photo is shown where there is a link to
 * it: in answers of one user, as the document has it, and not in listings.
 */
export const userWire = (user: User, fields: readonly CustomField[], image?: PhotoLink): z.infer<typeof UserWire> =>
  omitEmpty({
    ...userListed(user),
    pin: user.pin,
    effectiveFrom: instant(user.effectiveFrom),
    effectiveTo: instant(user.effectiveTo),
    created: formatInstant(user.createdAt),
    updated: formatInstant(user.updatedAt),
    bleTwoFactorExempt: user.bleTwoFactorExempt,
    userImage: image && [{ id: image.photo.id, uri: image.uri }],
    customFields: valuesShown(user.customFields, fields).map(fieldValueWire),
    emails: user.emails,
    phoneNumbers: user.phoneNumbers,
  })

/** Whether a user is suspended (API document, Retrieve and Toggle suspended status). */
export const Suspended = z.object({ id: z.number(), suspended: z.boolean() }).meta({ id: 'SuspendedStatus' })

export const suspendedWire = ({ id, suspended }: User): z.infer<typeof Suspended> => ({ id, suspended })
