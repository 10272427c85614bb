import { z } from 'zod'
import { type CustomField, type CustomFieldType, customFieldTypes } from '../../../domain/people/custom-fields/entity.ts'
import { omitEmpty } from '../../../lib/defined.ts'

const wireTypes = { text: 'TEXT', number: 'NUMBER', date: 'DATE' } as const satisfies Record<CustomFieldType, string>
export const FieldType = z.enum(['TEXT', 'NUMBER', 'DATE'])

/** A type of custom fields as the API names it, and the other way round. */
export const fieldTypeWire = (type: CustomFieldType) => wireTypes[type]
export const fieldTypeOf = (wire: z.infer<typeof FieldType>): CustomFieldType =>
  customFieldTypes.find((type) => wireTypes[type] === wire) ?? 'text'

/**
 * A custom field as the API answers it (API document, Retrieve Custom Field by id). The document calls the pattern `datePattern` in
 * its tables and `pattern` in its examples: both are there.
 */
export const CustomFieldWire = z
  .object({
    id: z.number(),
    fieldName: z.string(),
    fieldType: FieldType,
    displayOrder: z.number(),
    pattern: z.string().optional(),
    datePattern: z.string().optional(),
  })
  .meta({ id: 'CustomField' })

export const customFieldWire = ({ id, name, type, displayOrder, datePattern }: CustomField): z.infer<typeof CustomFieldWire> =>
  omitEmpty({ id, fieldName: name, fieldType: wireTypes[type], displayOrder, pattern: datePattern, datePattern })

/** A value that a user has of a custom field (API document, List user's custom fields). The value is always a text. */
export const FieldValueWire = z
  .object({ id: z.number(), fieldType: FieldType, fieldName: z.string(), value: z.string() })
  .meta({ id: 'CustomFieldValue' })

export const fieldValueWire = ({ field, value }: { field: CustomField; value: string }): z.infer<typeof FieldValueWire> => ({
  id: field.id,
  fieldType: wireTypes[field.type],
  fieldName: field.name,
  value,
})
