import { CustomFieldId } from '../../../lib/ids.ts'
import { err, ok, type Result } from '../../../lib/result.ts'
import type { ChangedMeanwhile } from '../../common-errors.ts'
import type { Deps } from '../../deps.ts'
import type { Principal } from '../../identity/principals/principal.ts'
import { type AuditObject, auditEvent, propertyChanges } from '../../record/events/audit.ts'
import { type CreateCustomField, type CustomField, maxCustomFields } from './entity.ts'
import type { TooManyCustomFields } from './errors.ts'

/** The properties of a custom field that an audit event compares. */
export const fieldProperties = ['name', 'type', 'displayOrder', 'datePattern'] as const

/** What an audit event says of a custom field. */
export const fieldAsObject = ({ id, name }: CustomField): AuditObject => ({ id, kind: 'custom_field', name })

/** Adds a custom field, which nobody has a value of yet (API document, Create Custom Field). */
export const createCustomField = async (
  deps: Pick<Deps, 'customFields' | 'now' | 'newId' | 'newUuid'>,
  principal: Principal,
  { displayOrder, datePattern, ...wanted }: CreateCustomField,
): Promise<Result<CustomField, TooManyCustomFields | ChangedMeanwhile>> => {
  const others = await deps.customFields.all(principal.accountId)
  if (others.length >= maxCustomFields) return err({ kind: 'too_many_custom_fields', maximum: maxCustomFields })
  const now = deps.now()
  const field: CustomField = {
    ...wanted,
    id: CustomFieldId.parse(deps.newId()),
    version: 1,
    displayOrder: displayOrder ?? Math.max(0, ...others.map((other) => other.displayOrder)) + 1,
    ...(wanted.type === 'date' && datePattern !== undefined ? { datePattern } : {}),
    createdAt: now,
    updatedAt: now,
  }
  const changes = propertyChanges({}, field, fieldProperties)
  const event = auditEvent({ now, uuid: deps.newUuid() }, principal, 'custom_field.created', fieldAsObject(field), changes)
  const added = await deps.customFields.add(principal.accountId, field, event)
  return added.ok ? ok(field) : err({ kind: 'changed_meanwhile', what: 'custom field' })
}
