import { definedOf } from '../../../lib/defined.ts'
import { CredentialId } from '../../../lib/ids.ts'
import { err, ok, type Result } from '../../../lib/result.ts'
import type { ChangedMeanwhile } from '../../common-errors.ts'
import type { Deps } from '../../deps.ts'
import type { Principal } from '../../identity/administrators/principal.ts'
import { auditEvent } from '../../record/events/audit.ts'
import { credentialAsObject } from './as-object.ts'
import { type CredentialError, decode, encode, type FieldValue, normalizeEncoded } from './encode.ts'
import { credentialFormat } from './formats.ts'
import type { CardCredential, CredentialInput } from './schema.ts'

/** The account has a credential with the same bits. */
export type DuplicateCredential = { kind: 'duplicate_credential' }

type Bits = { encoded: string; bits?: number; fields: FieldValue[] }

/** The bits and field values of a credential: from its bits, which count when both are given, or from its field values. */
export const bitsOf = ({
  credentialFormat: format,
  encodedCredential,
  size,
  fieldValues,
}: CredentialInput): Result<Bits, CredentialError> => {
  const made = encodedCredential === undefined ? encode(format.id, fieldValues) : ok({ encoded: encodedCredential })
  if (!made.ok) return made
  const bits = normalizeEncoded(format.id, made.value.encoded, size)
  if (!bits.ok) return bits
  // Bits that no field values could make are a credential all the same: the panel compares bits.
  const fields = decode(format.id, bits.value.encoded)
  return ok({ ...bits.value, fields: fields.ok ? fields.value : [] })
}

/** The value of the field that a format calls `name`. */
const fieldNamed = (formatId: number, fields: FieldValue[], name: string): string | undefined => {
  const field = credentialFormat(formatId)?.fields.find((one) => one.name === name)
  return fields.find(({ id }) => id === field?.id)?.value
}

/** Adds a credential, which belongs to nobody yet (API document, Create New Credential). */
export const createCredential = async (
  deps: Pick<Deps, 'credentials' | 'now' | 'newId' | 'newUuid'>,
  principal: Principal,
  input: CredentialInput,
): Promise<Result<CardCredential, CredentialError | DuplicateCredential | ChangedMeanwhile>> => {
  const bits = bitsOf(input)
  if (!bits.ok) return bits
  const now = deps.now()
  const formatId = input.credentialFormat.id
  const { fields } = bits.value
  const credential: CardCredential = {
    id: CredentialId.parse(deps.newId()),
    version: 1,
    kind: 'card',
    state: 'active',
    formatId,
    ...bits.value,
    referenceId: input.referenceId ?? fieldNamed(formatId, fields, 'card_number') ?? bits.value.encoded,
    ...definedOf({
      facilityCode: fieldNamed(formatId, fields, 'facility_code'),
      usedWithOfflineLocks: input.credentialUsedWithOfflineLocks ?? undefined,
    }),
    createdAt: now,
    updatedAt: now,
  }
  const stamp = { now, uuid: deps.newUuid() }
  const event = auditEvent(stamp, principal, 'credential.created', credentialAsObject(credential))
  const added = await deps.credentials.add(principal.accountId, credential, event)
  if (added.ok) return ok(credential)
  return err(added.reason === 'duplicate' ? { kind: 'duplicate_credential' } : { kind: 'changed_meanwhile', what: 'credential' })
}
