import { definedOf } from '../../../lib/defined.ts'
import { CredentialId } from '../../../lib/ids.ts'
import { err, ok, type Result } from '../../../lib/result.ts'
import type { ChangedMeanwhile } from '../../common-errors.ts'
import type { Deps } from '../../deps.ts'
import type { Principal } from '../../identity/principals/principal.ts'
import { auditEvent } from '../../record/events/audit.ts'
import { credentialAsObject } from './as-object.ts'
import { decode, encode, type FieldValue, normalizeEncoded } from './encode.ts'
import type { CardCredential } from './entity.ts'
import type { DuplicateCredential, InvalidCredential } from './errors.ts'
import { type CredentialField, credentialFormat } from './formats.ts'

/**
 * A card to add: its number in hexadecimal, or the values of the fields of its format. `bits` is its length, which only a format
 * of unknown length leaves open. `referenceId` is what people call it: the card number as it was given, where it is left out.
 */
export type CreateCredential = {
  formatId: number
  value: { encoded: string } | { fields: readonly FieldValue[] }
  bits?: number
  referenceId?: string
  usedWithOfflineLocks?: boolean
}

type Bits = { encoded: string; bits?: number; fields: FieldValue[] }

/** The bits and field values of a card. */
const bitsOf = ({ formatId, value, bits }: CreateCredential): Result<Bits, InvalidCredential> => {
  const made = 'encoded' in value ? ok(value) : encode(formatId, value.fields)
  if (!made.ok) return made
  const normal = normalizeEncoded(formatId, made.value.encoded, bits)
  if (!normal.ok) return normal
  // Bits that no field values could make are a card all the same: the panel compares bits.
  const fields = decode(formatId, normal.value.encoded)
  return ok({ ...normal.value, fields: fields.ok ? fields.value : [] })
}

/** The value of the format's field with this meaning. */
const fieldThat = (means: CredentialField['means'], formatId: number, fields: readonly FieldValue[]): string | undefined => {
  const field = credentialFormat(formatId)?.layout?.fields.find((one) => one.means === means)
  return fields.find(({ id }) => id === field?.id)?.value
}

/** Adds a card, which belongs to nobody yet (API document, Create New Credential). */
export const createCredential = async (
  deps: Pick<Deps, 'credentials' | 'now' | 'newId' | 'newUuid'>,
  principal: Principal,
  wanted: CreateCredential,
): Promise<Result<CardCredential, InvalidCredential | DuplicateCredential | ChangedMeanwhile>> => {
  const bits = bitsOf(wanted)
  if (!bits.ok) return bits
  const now = deps.now()
  const { formatId, value, usedWithOfflineLocks } = wanted
  const { fields, encoded } = bits.value
  // The number as it was given keeps the leading zeros that are printed on the card.
  const number = fieldThat('number', formatId, 'fields' in value ? value.fields : fields)
  const credential: CardCredential = {
    id: CredentialId.parse(deps.newId()),
    version: 1,
    kind: 'card',
    state: 'active',
    formatId,
    ...bits.value,
    referenceId: wanted.referenceId ?? number ?? encoded,
    ...definedOf({ facilityCode: fieldThat('facility', formatId, fields), usedWithOfflineLocks }),
    createdAt: now,
    updatedAt: now,
  }
  const stamp = { now, uuid: deps.newUuid() }
  const event = auditEvent(stamp, principal, 'credential.created', credentialAsObject(credential))
  const added = await deps.credentials.add(principal.accountId, credential, event)
  if (added.ok) return ok(credential)
  return err(added.reason === 'duplicate' ? { kind: 'duplicate_credential' } : { kind: 'changed_meanwhile', what: 'credential' })
}
