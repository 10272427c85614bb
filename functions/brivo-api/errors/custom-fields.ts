import { fieldTypeWire } from '../../../shared/dialects/brivo/custom-fields/wire.ts'
import type { CustomField } from '../../../shared/domain/people/custom-fields/entity.ts'
import type { CustomFieldError } from '../../../shared/domain/people/custom-fields/errors.ts'
import type { Answers } from '../../../shared/http/answers.ts'

/** What a value of a field has to be. */
const expected = ({ type, datePattern }: CustomField): string =>
  type === 'date' ? `expected a date as ${datePattern}` : type === 'number' ? 'expected a number' : 'expected a text'

export const customFieldAnswers = {
  too_many_custom_fields: { status: 400, message: ({ maximum }) => `An account can have at most ${maximum} custom fields` },
  field_type_fixed: {
    status: 400,
    message: ({ type }) =>
      `Invalid value for 'fieldType': the type of a custom field cannot be changed from ${fieldTypeWire(type)}`,
  },
  field_unknown: { status: 400, message: ({ id }) => `Invalid value '${id}' for 'customFields': there is no such custom field` },
  field_repeated: {
    status: 400,
    message: ({ id }) => `Invalid value '${id}' for 'customFields': the custom field is named twice`,
  },
  field_value_invalid: {
    status: 400,
    message: ({ field, value }) =>
      `Invalid value '${value}' for 'value' of custom field ${field.id} '${field.name}': ${expected(field)}`,
  },
  field_criterion_unknown: { status: 400, message: ({ id }) => `Invalid filter format: unknown filter 'cf_${id}'` },
  field_criterion_invalid: {
    status: 400,
    message: ({ field, value }) => `Invalid filter value '${value}' for 'cf_${field.id}': ${expected(field)}`,
  },
} as const satisfies Answers<CustomFieldError>
