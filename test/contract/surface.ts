import type { Document, Response, Schema } from '../../functions/brivo-api/reference/document.ts'

/** A schema as clients depend on it: the name of another one, or what it takes. Texts, examples and defaults are left out. */
export type Shape = string | ShapeRules
export type ShapeRules = {
  type?: string | readonly string[]
  enum?: readonly unknown[]
  properties?: Readonly<Record<string, Shape>>
  required?: readonly string[]
  items?: Shape
  anyOf?: readonly Shape[]
} & { readonly [Limit in (typeof limits)[number]]?: number | string | boolean }

const limits = ['minimum', 'maximum', 'exclusiveMinimum', 'minLength', 'maxLength', 'minItems', 'maxItems', 'pattern'] as const

/** One call: its parameters by `in name`, its body and its answers by status, each by media type (`json` for JSON). */
export type SurfaceCall = {
  public?: true
  parameters?: Readonly<Record<string, { required?: true; shape: Shape }>>
  body?: { required?: true; types: Readonly<Record<string, Shape>> }
  answers: Readonly<Record<string, Readonly<Record<string, Shape>>>>
}

/** What clients depend on: calls by verb and path, and schemas by name. */
export type Surface = { calls: Readonly<Record<string, SurfaceCall>>; schemas: Readonly<Record<string, Shape>> }

/** What clients of a document depend on, in an order that does not follow from where things are declared. */
export const surfaceOf = ({ paths, components }: Document): Surface => ({
  calls: sorted(
    Object.entries(paths).flatMap(([path, calls]) =>
      Object.entries(calls).map(([verb, { parameters = [], requestBody, responses, security }]) => {
        const named = parameters.map(({ in: place, name, required, schema }) => [
          `${place} ${name}`,
          { ...(required ? { required: true as const } : {}), shape: shapeOf(schema) },
        ])
        const call: SurfaceCall = {
          ...(security?.length === 0 ? { public: true } : {}),
          ...(named.length > 0 ? { parameters: Object.fromEntries(named) } : {}),
          ...(requestBody
            ? { body: { ...(requestBody.required ? { required: true } : {}), types: typesOf(requestBody.content) } }
            : {}),
          answers: Object.fromEntries(
            Object.entries(responses).map(([status, { $ref, content }]) => [
              status,
              typesOf($ref ? components.responses?.[$ref.replace('#/components/responses/', '')]?.content : content),
            ]),
          ),
        }
        return [`${verb.toUpperCase()} ${path}`, call] as const
      }),
    ),
  ),
  schemas: sorted(Object.entries(components.schemas).map(([name, schema]) => [name, shapeOf(schema)] as const)),
})

const typesOf = (content: Response['content'] = {}) =>
  Object.fromEntries(
    Object.entries(content).map(([type, { schema }]) => [type === 'application/json' ? 'json' : type, shapeOf(schema)]),
  )

const shapeOf = (schema: Schema = {}): Shape => {
  if (schema.$ref) return schema.$ref.replace('#/components/schemas/', '')
  const { type, enum: values, properties, required, items } = schema
  const alternatives = schema.anyOf ?? schema.oneOf
  return {
    ...(type ? { type } : {}),
    ...(values ? { enum: values } : {}),
    ...Object.fromEntries(limits.flatMap((limit) => (schema[limit] === undefined ? [] : [[limit, schema[limit]]]))),
    ...(required?.length ? { required: required.toSorted() } : {}),
    ...(properties ? { properties: mapped(properties, shapeOf) } : {}),
    ...(items ? { items: shapeOf(items) } : {}),
    ...(alternatives ? { anyOf: alternatives.map(shapeOf) } : {}),
  }
}

const mapped = <T, U>(values: Readonly<Record<string, T>>, change: (value: T) => U): Record<string, U> =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, change(value)]))

const sorted = <T>(entries: readonly (readonly [string, T])[]): Record<string, T> =>
  Object.fromEntries(entries.toSorted(([one], [other]) => (one < other ? -1 : 1)))

/** A surface as it is kept: a line for each part of a call and for each field of a schema, so that its changes can be read. */
export const surfaceText = ({ calls, schemas }: Surface): string => `${printed({ calls, schemas }, 4)}\n`

const printed = (value: unknown, depth: number, indent = ''): string => {
  if (depth === 0 || typeof value !== 'object' || value === null || Array.isArray(value)) return JSON.stringify(value)
  const lines = Object.entries(value).map(
    ([name, inner]) => `${indent} ${JSON.stringify(name)}: ${printed(inner, depth - 1, `${indent} `)}`,
  )
  return lines.length === 0 ? '{}' : `{\n${lines.join(',\n')}\n${indent}}`
}
