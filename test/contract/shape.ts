/**
 * What an answer must look like: the name of a type (`number`, `date-time | null`, `=DOOR` for a fixed text), a list of the shapes that
 * its elements have, or fields. A field whose name ends in `?` may be missing. An empty list is an empty list, and one with `...` at its
 * end may be empty.
 */
export type Shape = string | readonly Shape[] | { readonly [field: string]: Shape }

const texts: Record<string, RegExp> = {
  text: /^/,
  'date-time': /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/,
  'date-time with milliseconds': /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/,
  'date-time without zone': /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/,
  date: /^\d{4}-\d\d-\d\d$/,
  time: /^\d\d:\d\d$/,
  digits: /^\d+$/,
  uuid: /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/,
  url: /^https:\/\/[^ ]+$/,
  base64: /^[A-Za-z\d+/]+={0,2}$/,
}

const isOf = (type: string, value: unknown): boolean => {
  if (type.startsWith('=')) return value === type.slice(1)
  if (type === 'null') return value === null
  if (type === 'number' || type === 'boolean') return typeof value === type
  const form = texts[type]
  if (!form) throw new Error(`There is no type "${type}"`)
  return typeof value === 'string' && form.test(value)
}

/**
 * How an answer differs from its shape, each difference with its path (`data[].site.id`). Fields that the shape does not have are
 * differences too, unless `more` names their paths.
 */
export const differences = (shape: Shape, value: unknown, more: ReadonlySet<string> = new Set(), path = ''): string[] => {
  if (typeof shape === 'string') {
    const types = shape.split(' | ')
    return types.some((type) => isOf(type, value)) ? [] : [`${path || 'the answer'} is ${JSON.stringify(value)}, not ${shape}`]
  }
  if (isList(shape)) return listDifferences(shape, value, more, path)
  return fieldDifferences(shape, value, more, path)
}

const isList = (shape: Shape): shape is readonly Shape[] => Array.isArray(shape)

const listDifferences = (shapes: readonly Shape[], value: unknown, more: ReadonlySet<string>, path: string): string[] => {
  if (!Array.isArray(value)) return [`${path || 'the answer'} is ${JSON.stringify(value)}, not a list`]
  const mayBeEmpty = shapes.at(-1) === '...'
  const [only, ...others] = mayBeEmpty ? shapes.slice(0, -1) : shapes
  if (only === undefined) return value.length === 0 ? [] : [`${path} is ${JSON.stringify(value)}, not empty`]
  if (value.length === 0) return mayBeEmpty ? [] : [`${path || 'the answer'} is empty, so it shows nothing`]
  if (others.length === 0) return [...new Set(value.flatMap((one) => differences(only, one, more, `${path}[]`)))]
  const fits = (shape: Shape, one: unknown) => differences(shape, one, more, `${path}[]`).length === 0
  return [
    ...value
      .filter((one) => !shapes.some((shape) => fits(shape, one)))
      .map((one) => `${path}[] is ${JSON.stringify(one)}, which has none of the shapes`),
    ...shapes
      .filter((shape) => !value.some((one) => fits(shape, one)))
      .map((shape) => `${path} has nothing of the shape ${JSON.stringify(shape)}`),
  ]
}

const fieldDifferences = (
  shape: { readonly [field: string]: Shape },
  value: unknown,
  more: ReadonlySet<string>,
  path: string,
): string[] => {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return [`${path || 'the answer'} is ${JSON.stringify(value)}, not an object`]
  const at = (field: string) => (path ? `${path}.${field}` : field)
  const fields = new Map<string, unknown>(Object.entries(value))
  const wanted = Object.entries(shape).map(([name, inner]) => ({
    name: name.replace(/\?$/, ''),
    inner,
    optional: name.endsWith('?'),
  }))
  const names = new Set(wanted.map(({ name }) => name))
  return [
    ...wanted.flatMap(({ name, inner, optional }) => {
      if (fields.has(name)) return differences(inner, fields.get(name), more, at(name))
      return optional ? [] : [`${at(name)} is missing`]
    }),
    ...[...fields.keys()]
      .filter((name) => !names.has(name) && !more.has(at(name)))
      .map((name) => `${at(name)} is not in the contract`),
  ]
}
