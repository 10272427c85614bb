import type { Schema } from './document.ts'

/**
 * The schemas as they are meant, where the generator writes something else: "reference or null" as both at once, which nothing can
 * be, and the flags of a regular expression as part of its pattern.
 */
export const mendedSchemas = (schemas: Readonly<Record<string, Schema>>): Record<string, Schema> =>
  Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, mended(schema)]))

/** One schema, with all that is in it. */
export const mended = ({ allOf, pattern, ...schema }: Schema): Schema => {
  const [reference, nullable] = allOf ?? []
  if (reference?.$ref && nullable?.type?.includes('null')) return { ...schema, anyOf: [reference, { type: 'null' }] }
  return {
    ...schema,
    ...(allOf ? { allOf: allOf.map(mended) } : {}),
    ...(pattern === undefined ? {} : { pattern: pattern.replace(/\/[a-z]+$/, '') }),
    ...(schema.properties ? { properties: mendedSchemas(schema.properties) } : {}),
    ...(schema.items ? { items: mended(schema.items) } : {}),
    ...(schema.anyOf ? { anyOf: schema.anyOf.map(mended) } : {}),
    ...(schema.oneOf ? { oneOf: schema.oneOf.map(mended) } : {}),
  }
}
