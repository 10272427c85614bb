import { z } from 'zod'
import { type CardCredential, type Credential, isCard } from '../../../domain/people/credentials/entity.ts'
import { mobilePassFormatId, unknownFormatId } from '../../../domain/people/credentials/formats.ts'
import type { User } from '../../../domain/people/users/entity.ts'
import { pinOf } from '../../../domain/people/users/pin.ts'
import { omitEmpty } from '../../../lib/defined.ts'
import type { AccountId } from '../../../lib/ids.ts'
import { formatInstant } from '../wire-time.ts'
import { fieldName, formatName, type formatNames } from './formats.ts'

const FormatWire = z.object({ id: z.number(), name: z.string() })
export const CredentialFormatWire = FormatWire.extend({
  credentialFields: z.array(z.object({ id: z.number(), name: z.string() })),
}).meta({ id: 'CredentialFormat' })

export const CredentialWire = z
  .object({
    id: z.number(),
    credentialFormat: FormatWire,
    referenceId: z.string().optional(),
    encodedCredential: z.string(),
    fieldValues: z.array(z.object({ id: z.number(), value: z.string(), name: z.string() })),
    size: z.number().optional(),
    accountId: z.number(),
  })
  .meta({ id: 'Credential' })

/** A credential among those of its user: with the dates from and to which it is valid. */
export const UserCredentialWire = CredentialWire.extend({
  effectiveFrom: z.string().optional(),
  effectiveTo: z.string().optional(),
}).meta({ id: 'UserCredential' })

/** Which account answers, and what it calls credential format 100. */
export type Naming = { accountId: AccountId; format100Name: string }

/** A format as the API lists it. */
export const formatWire = (
  { id, fields }: (typeof formatNames)[number],
  { format100Name }: Naming,
): z.infer<typeof CredentialFormatWire> => ({
  id,
  name: formatName(id, format100Name),
  credentialFields: fields.map((field) => ({ ...field })),
})

/** What stands before the name of a field where credentials are retrieved and listed, and nowhere else. */
const longPrefix = 'acs.cards.format.'

/** A key in a phone is a Brivo Mobile Pass. What this API has no format for, a plate or a finger, is shown as one of unknown format. */
const withoutFields = ({ kind }: Credential): Pick<CardCredential, 'formatId' | 'fields' | 'bits'> => ({
  formatId: kind === 'mobile_key' ? mobilePassFormatId : unknownFormatId,
  fields: [],
})

/** A credential as the API answers it (API document, Credential Retrieval). */
export const credentialWire = (
  credential: Credential,
  naming: Naming,
  names: 'long' | 'short',
): z.infer<typeof CredentialWire> => {
  const { formatId, fields, bits } = isCard(credential) ? credential : withoutFields(credential)
  return omitEmpty({
    id: credential.id,
    credentialFormat: { id: formatId, name: formatName(formatId, naming.format100Name) },
    referenceId: credential.referenceId,
    encodedCredential: credential.encoded,
    fieldValues: fields.map(({ id, value }) => ({
      id,
      value,
      name: `${names === 'long' ? longPrefix : ''}${fieldName(id)}`,
    })),
    size: bits,
    accountId: naming.accountId,
  })
}

type Dates = { effectiveFrom?: number | undefined; effectiveTo?: number | undefined }
const datesWire = ({ effectiveFrom, effectiveTo }: Dates) => ({
  ...(effectiveFrom === undefined ? {} : { effectiveFrom: formatInstant(effectiveFrom) }),
  ...(effectiveTo === undefined ? {} : { effectiveTo: formatInstant(effectiveTo) }),
})

export const userCredentialWire = (credential: Credential, naming: Naming): z.infer<typeof UserCredentialWire> => ({
  ...credentialWire(credential, naming, 'short'),
  ...datesWire(credential),
})

/** A user's PIN, which stands among the credentials of its user (API document, Retrieve Assigned Credentials). */
export const pinWire = (user: User, { accountId }: Naming): z.infer<typeof UserCredentialWire>[] => {
  const pin = pinOf(user)
  if (!pin) return []
  const { id, encoded } = pin
  const credentialFormat = { id: 2, name: 'PIN Code' }
  return [{ id, credentialFormat, encodedCredential: encoded, fieldValues: [], size: 0, accountId, ...datesWire(pin) }]
}
