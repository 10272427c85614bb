import type { CustomFieldId } from '../../../lib/ids.ts'
import type { CustomField, CustomFieldType } from './entity.ts'

/** The account has as many custom fields as it may have. */
export type TooManyCustomFields = { kind: 'too_many_custom_fields'; maximum: number }

/** The type of a custom field cannot be changed, as people have values of it. */
export type FieldTypeFixed = { kind: 'field_type_fixed'; type: CustomFieldType }

/** A change of a person names a field that the account does not have. */
export type FieldUnknown = { kind: 'field_unknown'; id: CustomFieldId }

/** A change of a person names a field twice. */
export type FieldRepeated = { kind: 'field_repeated'; id: CustomFieldId }

/** The value is not one of the field's type. */
export type FieldValueInvalid = { kind: 'field_value_invalid'; field: CustomField; value: string }

/** A listing asks for values of a field that the account does not have. */
export type FieldCriterionUnknown = { kind: 'field_criterion_unknown'; id: CustomFieldId }

/** A listing asks for a value that its field cannot have. */
export type FieldCriterionInvalid = { kind: 'field_criterion_invalid'; field: CustomField; value: string }

/** What an operation of custom fields can end in on an API's route, besides the errors that every module has. */
export type CustomFieldError =
  | TooManyCustomFields
  | FieldTypeFixed
  | FieldUnknown
  | FieldRepeated
  | FieldValueInvalid
  | FieldCriterionUnknown
  | FieldCriterionInvalid
