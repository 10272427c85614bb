import type { Schema } from './document.ts'
import { leftOut } from './field-text.ts'
import { fieldAt } from './fields.ts'

type Schemas = Readonly<Record<string, Schema>>

const nameIn = (ref: string): string => ref.replace('#/components/schemas/', '')

/** The schemas with what each field means and, where it is one value, an example of it. */
export const describedSchemas = (schemas: Schemas): Record<string, Schema> =>
  Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, described(schema, [name], schemas)]))

/** A schema with texts at every field; `path` says where it stands. */
export const described = (schema: Schema, path: readonly string[], schemas: Schemas): Schema => {
  // In OpenAPI 3.1 the list takes the place of the one example.
  const { example, ...rest } = schema
  const properties = Object.entries(schema.properties ?? {}).map(([name, field]) => [
    name,
    withText(field, [...path, name], schemas),
  ])
  return {
    ...rest,
    ...(example === undefined ? {} : { examples: [example] }),
    ...(schema.properties ? { properties: Object.fromEntries(properties) } : {}),
    ...(schema.items ? { items: described(schema.items, path, schemas) } : {}),
    ...(schema.anyOf ? { anyOf: schema.anyOf.map((one) => described(one, path, schemas)) } : {}),
    ...(schema.oneOf ? { oneOf: schema.oneOf.map((one) => described(one, path, schemas)) } : {}),
  }
}

const withText = (field: Schema, path: readonly string[], schemas: Schemas): Schema => {
  const found = fieldAt(path)
  const description = found?.isSpecific ? found.text[0] : (field.description ?? found?.text[0])
  const example = isComposed(field) ? undefined : exampleOf(field, path, schemas)
  return {
    ...described(field, path, schemas),
    ...(description ? { description } : {}),
    ...(example === undefined ? {} : { examples: [example] }),
  }
}

/** Whether a schema has fields of its own to explain it. */
const isComposed = ({ $ref, properties, items, anyOf }: Schema): boolean =>
  $ref !== undefined || properties !== undefined || (items ? isComposed(items) : (anyOf ?? []).some(isComposed))

/**
 * A value that the schema takes: the one that is given for its place or with the schema itself, or one of its parts. Undefined for a
 * field that examples leave out.
 */
export const exampleOf = (schema: Schema, path: readonly string[], schemas: Schemas): unknown => {
  const { $ref, properties, items } = schema
  const found = fieldAt(path)
  const given = found?.text[1]
  if (given === leftOut) return undefined
  // What is given for a name may be no value of a schema that lists its values.
  const suits = given !== undefined && (!schema.enum || schema.enum.includes(given))
  if (found?.isSpecific && suits) return given
  const own = schema.example ?? schema.examples?.[0]
  if (own !== undefined) return own
  if ($ref) return exampleOf(schemas[nameIn($ref)] ?? {}, [nameIn($ref)], schemas)
  const [first] = schema.anyOf ?? schema.oneOf ?? []
  if (first && isComposed(first)) return exampleOf(first, path, schemas)
  if (properties) {
    const parts = Object.entries(properties).map(([name, field]) => [name, exampleOf(field, [...path, name], schemas)] as const)
    return Object.fromEntries(parts.filter(([, value]) => value !== undefined))
  }
  if (items && isComposed(items)) return [exampleOf(items, path, schemas)]
  return found && (suits || given === undefined) ? given : schema.enum?.[0]
}
