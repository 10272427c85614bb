import { z } from 'zod'
import { datePatternOf } from '../../../domain/people/custom-fields/date-pattern.ts'
import {
  type CreateCustomField,
  type CustomFieldChanges,
  type FieldValueChange,
  maxCustomFields,
  maxFieldValueLength,
} from '../../../domain/people/custom-fields/entity.ts'
import { definedOf } from '../../../lib/defined.ts'
import { CustomFieldId } from '../../../lib/ids.ts'
import { plainText } from '../../../lib/text.ts'
import { absentWhenNull, clearable, clearableText, wholeNumber } from '../values.ts'
import { FieldType, fieldTypeOf } from './wire.ts'

/** The document's sentence for a field of a body that has to be there, and which one it is. */
const notSupplied = (field: string) => `Required request parameters for custom fields were not supplied: '${field}'`

const Name = plainText('fieldName', 100, { missing: notSupplied('fieldName') })
const Order = absentWhenNull(wholeNumber(0, 1_000_000))
const pattern = (field: string) =>
  clearable<string>((given) => {
    const read = datePatternOf(given)
    return read === undefined
      ? { wrong: `Invalid value '${given}' for '${field}': expected a month M, a day d and a year yyyy, as MM/dd/yyyy` }
      : { value: read }
  })
const noType = "Invalid value for 'fieldType': expected TEXT, NUMBER or DATE"
const types: readonly string[] = FieldType.options
const Type = z
  .string({ error: ({ input }) => (input === undefined || input === null ? notSupplied('fieldType') : noType) })
  .transform((given) => given.trim().toUpperCase())
  .refine((given) => types.includes(given), { error: noType })
  .pipe(FieldType)
  .meta({ enum: FieldType.options })

/** The document writes the pattern as `pattern` in requests and as `datePattern` in answers: clients may send either. */
const patterns = { pattern: pattern('pattern'), datePattern: pattern('datePattern') }

/** Body of Create Custom Field. A date needs a pattern; other types have none, whatever is sent. */
export const CustomFieldInput = z
  .object({ fieldType: Type, fieldName: Name, displayOrder: Order, ...patterns })
  .refine(({ fieldType, pattern, datePattern }) => fieldType !== 'DATE' || (pattern ?? datePattern), {
    path: ['pattern'],
    error: notSupplied('pattern'),
  })
  .meta({ id: 'CustomFieldInput' })

/** Body of Update Custom Field: what is left out stays as it is, except for the name, which the document wants. */
export const CustomFieldUpdate = z
  .object({ fieldType: absentWhenNull(Type), fieldName: Name, displayOrder: Order, ...patterns })
  .meta({ id: 'CustomFieldUpdate' })

/** What a body of Create Custom Field asks for. */
export const createCustomFieldOf = (body: z.infer<typeof CustomFieldInput>): CreateCustomField => ({
  name: body.fieldName,
  type: fieldTypeOf(body.fieldType),
  ...definedOf({ displayOrder: body.displayOrder, datePattern: body.pattern ?? body.datePattern ?? undefined }),
})

/** What a body of Update Custom Field asks for. */
export const customFieldChangesOf = (body: z.infer<typeof CustomFieldUpdate>): CustomFieldChanges => ({
  name: body.fieldName,
  ...definedOf({
    type: body.fieldType && fieldTypeOf(body.fieldType),
    displayOrder: body.displayOrder,
    datePattern: body.pattern ?? body.datePattern ?? undefined,
  }),
})

const Value = clearableText('value', maxFieldValueLength)

/** Body of Update Custom Field Value. `null` and an empty text take the value away; a number may come as one. */
export const FieldValueInput = z
  .object({
    value: Value.refine((value) => value !== undefined, { error: "Invalid value for 'value': it is required" }),
  })
  .meta({ id: 'CustomFieldValueInput' })

/** What a body of Update Custom Field Value asks for. */
export const fieldValueOf = ({ value }: z.infer<typeof FieldValueInput>): string | null => value ?? null

/** `customFields` in the bodies of users: values by the ids of their fields. What else clients send back with them is ignored. */
export const FieldValuesInput = z
  .array(z.object({ id: CustomFieldId, value: Value }).meta({ id: 'CustomFieldValueOfUser' }))
  .max(maxCustomFields)
  .nullish()

/** The changes of values that a body of a user asks for. Fields that it does not name keep their values. */
export const fieldChangesOf = (given: z.infer<typeof FieldValuesInput>): FieldValueChange[] =>
  (given ?? []).flatMap(({ id, value }) => (value === undefined ? [] : [{ id, value }]))
