import { err, ok, type Result } from '../../lib/result.ts'

/** One criterion of a listing's `filter`: `name__eq:Door 1` is `{ field: 'name', operator: 'eq', values: ['Door 1'] }`. */
export type FilterCriterion<F extends string = string> = { field: F; operator: FilterOperator; values: string[]; id?: number }
export type FilterOperator = 'eq' | 'ne' | 'gt' | 'lt' | 'exact'
export type FilterError = { kind: 'invalid_filter'; message: string }

/** Which operators each field of one listing takes. A name that ends in `*` is a field for each id: `cf_*` reads `cf_12`. */
export type FilterFields = Readonly<Record<string, readonly FilterOperator[]>>

/**
 * Reads the filter grammar of the API document (Filters): `field__operator:value,value;field__operator:value`.
 * The text is already percent-decoded. Field names are case-insensitive, and given back as `fields` spells them; values keep
 * their case. Unknown fields and operators, and criteria without a value, are refused by name.
 *
 * Ours: a backslash before `,` or `;` makes it part of the value (`lastname__eq:Smith\, Jr\; PhD`), and two backslashes there
 * are one that ends the value. Anywhere else a backslash stands for itself.
 */
export const parseFilter = <F extends FilterFields>(
  text: string | undefined,
  fields: F,
): Result<FilterCriterion<keyof F & string>[], FilterError> => {
  const criteria: FilterCriterion<keyof F & string>[] = []
  for (const [head = '', ...more] of split(text ?? '')) {
    if (head.trim() === '' && more.length === 0) continue
    const match = /^\s*(.+?)__([a-z]+)\s*:(.*)$/is.exec(head)
    if (!match) return refused('Invalid filter format')
    const [, given = '', operator = '', value = ''] = match
    const [, stem, digits] = /^(.*_)([1-9]\d{0,14})$/.exec(given) ?? []
    const wanted = (stem === undefined ? given : `${stem}*`).toLowerCase()
    const names = Object.keys(fields).filter((name) => name.endsWith('*') === (digits !== undefined))
    const field = names.find((name) => name.toLowerCase() === wanted)
    if (field === undefined) return refused(`Invalid filter format: unknown filter '${given}'`)
    const known = fields[field]?.find((one) => one === operator.toLowerCase())
    if (!known) return refused(`Invalid filter operator '${operator}' for '${given}'`)
    const values = [value, ...more].map((one) => one.trim()).filter((one) => one !== '')
    if (values.length === 0) return refused(`Invalid filter format: '${given}' has no value`)
    criteria.push({ field, operator: known, values, ...(digits === undefined ? {} : { id: Number(digits) }) })
  }
  return ok(criteria)
}

const refused = (message: string) => err<FilterError>({ kind: 'invalid_filter', message })

/** The refusal of a value that its field cannot have. */
export const wrongValue = (field: string, value: string) => refused(`Invalid filter value '${value}' for '${field}'`)

/** The criteria of a filter, each as its values; the field and the operator are still part of the first. */
const split = (text: string): string[][] => {
  const criteria = [['']]
  const append = (more: string) => {
    const values = criteria.at(-1) ?? []
    values.push(`${values.pop() ?? ''}${more}`)
  }
  for (const [, plain, backslashes, separator] of text.matchAll(/([^\\,;]+|\\+(?![\\,;]))|(\\*)([,;])/g)) {
    const count = backslashes?.length ?? 0
    append(plain ?? '\\'.repeat(count >> 1))
    if (separator === undefined) continue
    if (count % 2 === 1) append(separator)
    else if (separator === ',') criteria.at(-1)?.push('')
    else criteria.push([''])
  }
  return criteria
}
