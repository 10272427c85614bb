import type { CustomFieldId, UserId } from '../../../lib/ids.ts'
import { err, ok, type Result } from '../../../lib/result.ts'
import type { NotFound } from '../../common-errors.ts'
import type { Deps } from '../../deps.ts'
import type { Principal } from '../../identity/principals/principal.ts'
import type { FieldsRefused } from '../users/errors.ts'
import { type UpdateUserError, updateUserWithFields } from '../users/update.ts'
import type { CustomField } from './entity.ts'
import { shownValue, valuesShown } from './values.ts'

/** A value of a user, as it is shown; empty when the user has none. */
export type ShownValue = { field: CustomField; value: string }

/** The values that a user has, in the order of display (API document, List user's custom fields). */
export const valuesOfUser = async (
  deps: Pick<Deps, 'users' | 'customFields'>,
  { accountId }: Principal,
  userId: UserId,
): Promise<Result<ShownValue[], NotFound<'user'>>> => {
  const [user, fields] = await Promise.all([deps.users.get(accountId, userId), deps.customFields.all(accountId)])
  return user ? ok(valuesShown(user.customFields, fields)) : err({ kind: 'not_found', what: 'user', id: userId })
}

/** Gives a user a value of a field, or takes it away (API document, Update and Delete Custom Field Value). */
export const setValueOfUser = async (
  deps: Pick<Deps, 'accounts' | 'users' | 'customFields' | 'now' | 'newId' | 'newUuid' | 'pause'>,
  principal: Principal,
  { userId, customFieldId }: { userId: UserId; customFieldId: CustomFieldId },
  value: string | null,
): Promise<Result<ShownValue, NotFound<'custom field'> | UpdateUserError | FieldsRefused>> => {
  const { accountId } = principal
  const [user, field] = await Promise.all([deps.users.get(accountId, userId), deps.customFields.get(accountId, customFieldId)])
  if (!user) return err({ kind: 'not_found', what: 'user', id: userId })
  if (!field) return err({ kind: 'not_found', what: 'custom field', id: customFieldId })
  const values = [{ id: customFieldId, value }]
  const updated = await updateUserWithFields(deps, principal, userId, { changes: {}, values })
  if (!updated.ok) return updated
  const kept = updated.value.customFields?.[customFieldId]
  return ok({ field, value: kept === undefined ? '' : shownValue(field, kept) })
}
