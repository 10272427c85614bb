import type { AccountId } from '../../../lib/ids.ts'
import { err, ok, type Result } from '../../../lib/result.ts'
import { containsAny } from '../../../lib/text.ts'
import type { Deps } from '../../deps.ts'
import type { PropertyChange } from '../../record/events/entity.ts'
import { readDate, writeDate } from './date-pattern.ts'
import { type CustomField, type FieldValueChange, type FieldValues, inDisplayOrder } from './entity.ts'
import type { FieldRepeated, FieldUnknown, FieldValueInvalid } from './errors.ts'

const number = /^[+-]?(\d+(\.\d*)?|\.\d+)$/

/** A value as it is kept, or undefined when it is not of the field's type. */
export const readValue = (field: CustomField, text: string): string | undefined => {
  if (field.type === 'date') return readDate(field.datePattern ?? '', text)
  return field.type === 'text' || number.test(text) ? text : undefined
}

/** A kept value as it is shown. */
export const shownValue = (field: CustomField, kept: string): string =>
  field.type === 'date' ? writeDate(field.datePattern ?? '', kept) : kept

/** A kept value as it is compared: `007.50` and `7.5` are one number. */
export const comparableValue = ({ type }: CustomField, kept: string): string => {
  if (type !== 'number') return kept
  const [, sign, whole = '', fraction = ''] = /^([+-]?)0*(\d*)(?:\.(\d*?)0*)?$/.exec(kept) ?? []
  const digits = `${whole || '0'}${fraction && `.${fraction}`}`
  return sign === '-' && digits !== '0' ? `-${digits}` : digits
}

/**
 * Whether a kept value is one of `wanted`, which are comparable: the same number or date, the same text to the letter, or a text
 * that contains one of them, whatever the case.
 */
export const valueMeets = (field: CustomField, kept: string, wanted: readonly string[], match: 'contains' | 'exact'): boolean =>
  field.type === 'text' && match === 'contains' ? containsAny(kept, wanted) : wanted.includes(comparableValue(field, kept))

/** A change of a value, as it will be kept; without a value the field has none afterwards. */
export type ReadChange = { field: CustomField; value: string | undefined }

/** What the changes ask for, by the fields of the account. Each field is named once. */
export const readChanges = (
  fields: readonly CustomField[],
  changes: readonly FieldValueChange[],
): Result<ReadChange[], FieldUnknown | FieldRepeated | FieldValueInvalid> => {
  const read = new Map<number, ReadChange>()
  for (const { id, value } of changes) {
    const field = fields.find((one) => one.id === id)
    if (!field) return err({ kind: 'field_unknown', id })
    if (read.has(id)) return err({ kind: 'field_repeated', id })
    const kept = value === null ? undefined : readValue(field, value)
    if (kept === undefined && value !== null) return err({ kind: 'field_value_invalid', field, value })
    read.set(id, { field, value: kept })
  }
  return ok([...read.values()])
}

/** The same, with the fields read; nothing is read for no changes. */
export const resolveChanges = async (
  deps: Pick<Deps, 'customFields'>,
  accountId: AccountId,
  changes: readonly FieldValueChange[],
) => readChanges(changes.length === 0 ? [] : await deps.customFields.all(accountId), changes)

/** The values after the changes; undefined when none is left. */
export const changedValues = (before: FieldValues | undefined, changes: readonly ReadChange[]): FieldValues | undefined => {
  const next = new Map(Object.entries(before ?? {}))
  for (const { field, value } of changes) {
    if (value === undefined) next.delete(String(field.id))
    else next.set(String(field.id), value)
  }
  return next.size === 0 ? undefined : Object.fromEntries(next)
}

/** What the changes altered, in the words of an audit event: by the names of the fields. */
export const valueChanges = (before: FieldValues | undefined, changes: readonly ReadChange[]): PropertyChange[] =>
  changes.flatMap(({ field, value }) => {
    const previous = before?.[field.id]
    if (previous === value) return []
    return {
      property: `customFields.${field.name}`,
      ...(previous === undefined ? {} : { previousValue: shownValue(field, previous) }),
      ...(value === undefined ? {} : { currentValue: shownValue(field, value) }),
    }
  })

/** The values of somebody that belong to one of the fields, in the order of display. */
export const valuesShown = (values: FieldValues | undefined, fields: readonly CustomField[]) =>
  inDisplayOrder(fields).flatMap((field) => {
    const kept = values?.[field.id]
    return kept === undefined ? [] : [{ field, value: shownValue(field, kept) }]
  })

/** The fields that are needed to show the values of people; none are read when nobody has any. */
export const fieldsToShow = async (
  deps: Pick<Deps, 'customFields'>,
  accountId: AccountId,
  people: readonly { customFields?: FieldValues | undefined }[],
): Promise<CustomField[]> =>
  people.some(({ customFields = {} }) => Object.keys(customFields).length > 0) ? deps.customFields.all(accountId) : []
