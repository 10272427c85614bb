/** A node of a JSON Schema, as far as the OpenAPI document of this API uses them. */
export type Schema = {
  readonly $ref?: string
  readonly type?: string | readonly string[]
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly items?: Schema
  readonly anyOf?: readonly Schema[]
  readonly oneOf?: readonly Schema[]
  readonly allOf?: readonly Schema[]
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly format?: string
  readonly minimum?: number
  readonly example?: unknown
}
export type Schemas = Readonly<Record<string, Schema>>

/** The way to a value in a JSON text: names of fields and places in lists. */
export type Path = readonly (string | number)[]
export type Place = { readonly path: Path; readonly schema: Schema }

const resolved = (schema: Schema, schemas: Schemas): Schema =>
  schema.$ref === undefined ? schema : (schemas[schema.$ref.slice(schema.$ref.lastIndexOf('/') + 1)] ?? {})

/** Every place that a schema names: the whole value, each field at any depth, and the first element of each list. */
export const placesOf = (given: Schema, schemas: Schemas, path: Path = []): Place[] => {
  const schema = resolved(given, schemas)
  const branches = [schema.anyOf, schema.oneOf, schema.allOf].flatMap((list) => list ?? [])
  return [
    { path, schema },
    ...branches.flatMap((branch) => placesOf(branch, schemas, path)),
    ...Object.entries(schema.properties ?? {}).flatMap(([name, field]) => placesOf(field, schemas, [...path, name])),
    ...(schema.items ? placesOf(schema.items, schemas, [...path, 0]) : []),
  ]
}

/** Some value of the schema's own shape: with its required fields, and one element in each list. */
export const sampleOf = (given: Schema, schemas: Schemas): unknown => {
  const schema = resolved(given, schemas)
  const [branch] = schema.anyOf ?? schema.oneOf ?? schema.allOf ?? []
  if (branch) return sampleOf(branch, schemas)
  if (schema.const !== undefined) return schema.const
  if (schema.enum) return schema.enum[0]
  if (schema.properties) {
    const fields = (schema.required ?? []).map((name) => [name, sampleOf(schema.properties?.[name] ?? {}, schemas)])
    return Object.fromEntries(fields)
  }
  if (schema.items) return [sampleOf(schema.items, schemas)]
  const type = typeof schema.type === 'string' ? schema.type : schema.type?.[0]
  if (type === 'integer' || type === 'number') return schema.minimum ?? 1
  return type === 'boolean' ? true : (schema.example ?? textOf(schema.format))
}

const textOf = (format: string | undefined): string => (format === 'date' ? '2026-03-02' : 'text')

/** `body` with `value` at `path`; undefined takes away what is there. What the way leads through is made where it is missing. */
export const withValue = (body: unknown, path: Path, value: unknown): unknown => {
  const [name, ...rest] = path
  if (name === undefined) return value
  const left: unknown = typeof name === 'number' ? (Array.isArray(body) ? body : []) : isRecord(body) ? body : {}
  // It is one of the two: a list for a place in a list, an object for the name of a field.
  const node = (Array.isArray(left) ? [...left] : { ...(left as object) }) as Record<string | number, unknown>
  const inner = withValue(node[name], rest, value)
  if (inner === undefined) delete node[name]
  // An assignment to `__proto__` would change what the object is.
  else Object.defineProperty(node, name, { value: inner, enumerable: true, configurable: true, writable: true })
  return Array.isArray(node) ? node.filter((one) => one !== undefined) : node
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** What lies at `path`, undefined where the way ends before. */
export const valueAt = (body: unknown, path: Path): unknown =>
  path.reduce<unknown>(
    (node, name) => (typeof node === 'object' && node !== null ? (node as Record<string | number, unknown>)[name] : undefined),
    body,
  )
