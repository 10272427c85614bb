import { err, ok, type Result } from './result.ts'

/** One criterion of a listing's `filter`: `name__eq:Door 1` is `{ field: 'name', operator: 'eq', values: ['Door 1'] }`. */
export type Criterion = { field: string; operator: FilterOperator; values: string[] }
export type FilterOperator = 'eq' | 'ne' | 'gt' | 'lt' | 'exact'
export type FilterError = { kind: 'invalid_filter'; message: string }

/** Which operators each field of one listing takes; a field ending in `*` stands for all fields with that beginning. */
export type FilterFields = Readonly<Record<string, readonly FilterOperator[]>>

/**
 * Reads the filter grammar of the API document (Filters): `field__operator:value,value;field__operator:value`.
 * The text is already percent-decoded. Names are case-insensitive, values keep their case; unknown fields and operators,
 * and criteria without a value, are refused by name.
 */
export const parseFilter = (text: string | undefined, fields: FilterFields): Result<Criterion[], FilterError> => {
  const criteria: Criterion[] = []
  for (const part of (text ?? '').split(';').filter((piece) => piece.trim() !== '')) {
    const match = /^\s*(.+?)__([a-z]+)\s*:(.*)$/is.exec(part)
    if (!match) return err({ kind: 'invalid_filter', message: 'Invalid filter format' })
    const [, field = '', operator = '', value = ''] = match
    const allowed = operatorsOf(field.toLowerCase(), fields)
    if (!allowed) return err({ kind: 'invalid_filter', message: `Invalid filter format: unknown filter '${field}'` })
    const known = allowed.find((one) => one === operator.toLowerCase())
    if (!known) return err({ kind: 'invalid_filter', message: `Invalid filter operator '${operator}' for '${field}'` })
    const values = value
      .split(',')
      .map((one) => one.trim())
      .filter((one) => one !== '')
    if (values.length === 0) return err({ kind: 'invalid_filter', message: `Invalid filter format: '${field}' has no value` })
    criteria.push({ field: field.toLowerCase(), operator: known, values })
  }
  return ok(criteria)
}

const operatorsOf = (field: string, fields: FilterFields) => {
  for (const [name, operators] of Object.entries(fields)) {
    if (name.toLowerCase() === field) return operators
    if (name.endsWith('*') && field.startsWith(name.slice(0, -1).toLowerCase())) return operators
  }
  return undefined
}

/** True when `text` contains `wanted`, whatever the case: what `eq` means on text in this API. */
export const containsText = (text: string | undefined, wanted: string): boolean =>
  (text ?? '').toLowerCase().includes(wanted.toLowerCase())
