import { definedOf } from '../../../lib/defined.ts'
import type { CustomFieldId } from '../../../lib/ids.ts'
import { err, ok, type Result } from '../../../lib/result.ts'
import { raced } from '../../../lib/retry.ts'
import { untilFirst } from '../../change.ts'
import type { ChangedMeanwhile, NotFound } from '../../common-errors.ts'
import type { Deps } from '../../deps.ts'
import type { Principal } from '../../identity/principals/principal.ts'
import { auditEvent, propertyChanges } from '../../record/events/audit.ts'
import { fieldAsObject, fieldProperties } from './create.ts'
import type { CustomField, CustomFieldChanges } from './entity.ts'
import type { FieldTypeFixed } from './errors.ts'

/** Changes a custom field. With another pattern of a date, the values of people are shown by that one. */
export const updateCustomField = (
  deps: Pick<Deps, 'customFields' | 'now' | 'newUuid' | 'pause'>,
  principal: Principal,
  fieldId: CustomFieldId,
  { type, datePattern, ...changes }: CustomFieldChanges,
): Promise<Result<CustomField, NotFound<'custom field'> | FieldTypeFixed | ChangedMeanwhile>> =>
  untilFirst(deps, 'custom field', async () => {
    const field = await deps.customFields.get(principal.accountId, fieldId)
    if (!field) return err({ kind: 'not_found', what: 'custom field', id: fieldId })
    if (type !== undefined && type !== field.type) return err({ kind: 'field_type_fixed', type: field.type })
    const now = deps.now()
    const pattern = field.type === 'date' ? { datePattern } : {}
    const next: CustomField = { ...field, ...definedOf({ ...changes, ...pattern }), version: field.version + 1, updatedAt: now }
    const changed = propertyChanges(field, next, fieldProperties)
    if (changed.length === 0) return ok(field)
    const event = auditEvent({ now, uuid: deps.newUuid() }, principal, 'custom_field.updated', fieldAsObject(next), changed)
    return (await deps.customFields.replace(principal.accountId, next, event)).ok ? ok(next) : raced
  })
