import { z } from 'zod'
import { CustomFieldId } from '../../../lib/ids.ts'

/** An account has at most this many custom fields; those who create the last at the same moment may exceed it. */
export const maxCustomFields = 50
/** The longest value of a custom field. */
export const maxFieldValueLength = 255

export const customFieldTypes = ['text', 'number', 'date'] as const
export type CustomFieldType = (typeof customFieldTypes)[number]

/**
 * Something that an account wants to know of its people. The type never changes. `displayOrder` is its place among the fields.
 * `datePattern` (see `date-pattern.ts`) is how the values of a date are read and written; other types have none.
 */
export const CustomField = z.object({
  id: CustomFieldId,
  version: z.number(),
  name: z.string(),
  type: z.enum(customFieldTypes),
  displayOrder: z.number(),
  datePattern: z.string().optional(),
  createdAt: z.number(),
  updatedAt: z.number(),
})
export type CustomField = z.infer<typeof CustomField>

/** What a new field is made of. Without a `displayOrder` it comes last. A date has a pattern. */
export type CreateCustomField = Pick<CustomField, 'name' | 'type'> & { displayOrder?: number; datePattern?: string }
/** What to change of a field: what is left out stays as it is. A `type` is that of the field, or the change is refused. */
export type CustomFieldChanges = Partial<CreateCustomField>

/**
 * The values that a person has, by the ids of their fields. Texts and numbers are kept as they were given, dates as `YYYY-MM-DD`.
 * It may name fields that have been deleted a moment ago; nobody is shown those.
 */
export type FieldValues = Readonly<Record<string, string>>

/** A value to give to a person, as it was typed; `null` takes the value away. */
export type FieldValueChange = { id: CustomFieldId; value: string | null }

/** In the order in which fields are displayed; of two at the same place, the older one first. */
export const inDisplayOrder = (fields: readonly CustomField[]): CustomField[] =>
  fields.toSorted((one, other) => one.displayOrder - other.displayOrder || one.id - other.id)
