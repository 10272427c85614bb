/**
 * Filter criteria of an event source mapping: one pattern of several must match, and within a pattern every field. A field is a
 * list of wanted values, each a literal or an object such as `{"prefix": "E#"}`, `{"anything-but": [...]}`, `{"exists": true}`.
 */
type Wanted = unknown
type Pattern = { readonly [field: string]: readonly Wanted[] | Pattern }

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const asList = (value: unknown): unknown[] => (Array.isArray(value) ? value : [value])

const compare: Readonly<Record<string, (a: number, b: number) => boolean>> = {
  '=': (a, b) => a === b,
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
}

const inRange = (value: unknown, range: readonly unknown[]): boolean => {
  for (let index = 0; index < range.length; index += 2) {
    const holds = compare[String(range[index])]
    if (typeof value !== 'number' || !holds?.(value, Number(range[index + 1]))) return false
  }
  return true
}

/** The tests an object of a pattern may name. An unknown one throws: a filter must never be half understood. */
const tests: Readonly<Record<string, (wanted: unknown, value: unknown) => boolean>> = {
  exists: (wanted, value) => (value !== undefined) === wanted,
  prefix: (wanted, value) => typeof value === 'string' && value.startsWith(String(wanted)),
  suffix: (wanted, value) => typeof value === 'string' && value.endsWith(String(wanted)),
  'equals-ignore-case': (wanted, value) => typeof value === 'string' && value.toLowerCase() === String(wanted).toLowerCase(),
  numeric: (wanted, value) => inRange(value, asList(wanted)),
  'anything-but': (wanted, value) => value !== undefined && !asList(wanted).some((unwanted) => matchesOne(unwanted, value)),
}

const matchesOne = (wanted: Wanted, value: unknown): boolean => {
  if (!isRecord(wanted)) return wanted === value
  return Object.entries(wanted).every(([name, argument]) => {
    const test = tests[name]
    if (!test) throw new Error(`The local cloud does not know the filter ${name}`)
    return test(argument, value)
  })
}

const matchesPattern = (pattern: Pattern, value: unknown): boolean =>
  Object.entries(pattern).every(([field, wanted]) => {
    if (field === '$or') return asList(wanted).some((one) => matchesPattern(one as Pattern, value))
    const inner = isRecord(value) ? value[field] : undefined
    if (!Array.isArray(wanted)) return matchesPattern(wanted as Pattern, inner)
    return wanted.some((one) => asList(inner).some((item) => matchesOne(one, item)))
  })

/** The predicate of `FilterCriteria`; without criteria everything passes. */
export const recordFilter = (criteria: unknown): ((record: unknown) => boolean) => {
  const filters = (criteria as { Filters?: readonly { Pattern: string }[] } | undefined)?.Filters ?? []
  const patterns = filters.map(({ Pattern }) => JSON.parse(Pattern) as Pattern)
  return patterns.length === 0 ? () => true : (record) => patterns.some((pattern) => matchesPattern(pattern, record))
}
