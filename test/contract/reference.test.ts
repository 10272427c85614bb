import { beforeAll, describe, expect, it } from 'vitest'
import type { z } from 'zod'
import { openApiDocument } from '../../functions/brivo-api/openapi.ts'
import type { Call, Document, Schema } from '../../functions/brivo-api/reference/document.ts'
import { undescribed } from '../../functions/brivo-api/reference/sections.ts'
import type { Route } from '../../shared/http/route.ts'
import { testApi } from '../support/api.ts'

const { mounts, deps } = testApi()
let document: Document
let calls: Call[]
let routes: Map<string, Route>

beforeAll(async () => {
  const mounted = await mounts.all()
  document = openApiDocument(mounted, deps)
  calls = Object.values(document.paths).flatMap((verbs) => Object.values(verbs))
  routes = new Map(mounted.flatMap(({ endpoints }) => endpoints.map(({ route }) => [route.operationId, route])))
})

// Every JSON schema of a route of this API is one of zod.
const zodIn = (content: object | undefined) =>
  (content as { 'application/json'?: { schema: z.ZodType } } | undefined)?.['application/json']?.schema
const jsonExample = (content: Call['responses'][string]['content']) => content?.['application/json']?.example

describe('the reference', () => {
  it('describes every call in one chapter', () => {
    expect(undescribed).toEqual({})
    const chapters = document.tags.map(({ name }) => name)
    for (const { operationId, summary, description, tags } of calls) {
      expect(summary, operationId).toMatch(/^[A-Z][^.]{3,60}[^.]$/)
      expect(description, operationId).toMatch(/^.{10,}/)
      expect(chapters, operationId).toContain(tags?.[0])
    }
  })

  it('gives each listing with a filter the fields of the filter', () => {
    for (const { operationId, parameters, description } of calls) {
      if (operationId === 'listCustomFields') continue
      const hasFilter = parameters?.some(({ name }) => name === 'filter') ?? false
      expect(description?.includes('Fields of the filter'), operationId).toBe(hasFilter)
    }
  })

  it('says what every field means', () => {
    const without = Object.entries(document.components.schemas).flatMap(([name, schema]) => fieldsWithoutText(schema, [name]))
    expect(without).toEqual([])
  })

  it('says what every parameter means, and has a value for each that is required', () => {
    for (const { operationId, parameters = [] } of calls)
      for (const { name, description, required, example } of parameters) {
        expect(description, `${operationId} ${name}`).toBeTruthy()
        if (required) expect(example, `${operationId} ${name}`).toBeDefined()
      }
  })
})

describe('the examples', () => {
  it('of bodies are taken by the schemas of their calls', () => {
    const wrong = calls.flatMap(({ operationId, requestBody }) => {
      const schema = zodIn(routes.get(operationId)?.request?.body?.content)
      const issues = schema?.safeParse(jsonExample(requestBody?.content)).error?.issues ?? []
      return issues.map(({ path, message }) => `${operationId} ${path.join('.')}: ${message}`)
    })
    expect(wrong).toEqual([])
  })

  it('of answers are what the schemas of their calls say, and nothing more', () => {
    const wrong = calls.flatMap(({ operationId, responses }) =>
      Object.entries(routes.get(operationId)?.responses ?? {}).flatMap(([status, declared]) => {
        const example = jsonExample(responses[status]?.content)
        const parsed = zodIn('content' in declared ? declared.content : undefined)?.safeParse(example)
        const issues = parsed?.error?.issues ?? []
        if (parsed?.success) expect(parsed.data, `${operationId} ${status}`).toEqual(example)
        return issues.map(({ path, message }) => `${operationId} ${status} ${path.join('.')}: ${message}`)
      }),
    )
    expect(wrong).toEqual([])
  })

  it('of parameters are taken by the schemas of their calls', () => {
    for (const { operationId, parameters = [] } of calls) {
      const { params, query } = routes.get(operationId)?.request ?? {}
      for (const [place, schema] of [
        ['path', params],
        ['query', query],
      ] as const) {
        if (!schema) continue
        const given = parameters.filter((one) => one.in === place && one.example !== undefined)
        const values = Object.fromEntries(given.map(({ name, example }) => [name, String(example)]))
        // As above.
        expect((schema as z.ZodType).safeParse(values).error?.issues ?? [], operationId).toEqual([])
      }
    }
  })
})

/** The fields in a schema that have no text, each by its path. */
const fieldsWithoutText = (schema: Schema, path: readonly string[]): string[] => [
  ...Object.entries(schema.properties ?? {}).flatMap(([name, field]) => [
    ...(field.description ? [] : [[...path, name].join('.')]),
    ...fieldsWithoutText(field, [...path, name]),
  ]),
  ...[schema.items, ...(schema.anyOf ?? []), ...(schema.oneOf ?? [])].flatMap((one) => (one ? fieldsWithoutText(one, path) : [])),
]
