import { second } from '../../../lib/clock.ts'
import type { CustomFieldId } from '../../../lib/ids.ts'
import { err, ok, type Result } from '../../../lib/result.ts'
import { raced } from '../../../lib/retry.ts'
import { untilFirst } from '../../change.ts'
import type { ChangedMeanwhile, NotFound } from '../../common-errors.ts'
import type { Deps } from '../../deps.ts'
import type { Principal } from '../../identity/principals/principal.ts'
import { auditEvent } from '../../record/events/audit.ts'
import { fieldAsObject } from './create.ts'
import { sweepField } from './sweep.ts'

const patienceMs = second

/**
 * Deletes a custom field. From then on nobody is shown with a value of it. The values, which mean nothing then, are swept: those of
 * a small account at once, those of a large one by the minute's tick.
 */
export const removeCustomField = (
  deps: Pick<Deps, 'customFields' | 'now' | 'newUuid' | 'pause'>,
  principal: Principal,
  fieldId: CustomFieldId,
): Promise<Result<void, NotFound<'custom field'> | ChangedMeanwhile>> => {
  const { accountId } = principal
  return untilFirst(deps, 'custom field', async () => {
    const field = await deps.customFields.get(accountId, fieldId)
    if (!field) return err({ kind: 'not_found', what: 'custom field', id: fieldId })
    const stamp = { now: deps.now(), uuid: deps.newUuid() }
    const event = auditEvent(stamp, principal, 'custom_field.deleted', fieldAsObject(field))
    if (!(await deps.customFields.remove(accountId, field, event)).ok) return raced
    await sweepField(deps, accountId, fieldId, deps.now() + patienceMs)
    return ok(undefined)
  })
}
