import type { z } from 'zod'
import type { Route } from '../../../shared/http/route.ts'
import type { Call } from './document.ts'

type Input = { schema: z.ZodType; data: unknown }

/** Requests that may not fit the schemas of a call, each with what is wrong with it in one place: those that explain most come first. */
export const wrongInputs = (call: Call, { request = {} }: Route): Input[] => {
  const { body, params, query, headers } = request
  const media = body?.content['application/json']
  return [
    ...inputsOf(media && 'schema' in media ? media.schema : undefined, wrongBodies(call)),
    ...inputsOf(params, wrongParameters(call, 'path')),
    ...inputsOf(query, wrongParameters(call, 'query')),
    ...inputsOf(headers, wrongParameters(call, 'header')),
  ]
}

// Every schema of a request of this API is one of zod.
const inputsOf = (schema: unknown, values: readonly unknown[]): Input[] =>
  schema ? values.map((data) => ({ schema: schema as z.ZodType, data })) : []

/** The example of a body without one of its fields, and then with something else in its place. */
const wrongBodies = ({ requestBody }: Call): unknown[] => {
  const example = requestBody?.content['application/json']?.example
  if (typeof example !== 'object' || example === null || Array.isArray(example)) return [{}]
  const fields = Object.entries(example)
  const without = fields.map(([name]) => Object.fromEntries(fields.filter(([other]) => other !== name)))
  return [...without, ...fields.map(([name]) => ({ ...example, [name]: {} }))]
}

/** The parameters of one place, with one that is none. */
const wrongParameters = ({ parameters = [] }: Call, place: string): unknown[] => {
  const there = parameters.filter((one) => one.in === place)
  const values = Object.fromEntries(
    there.filter(({ example }) => example !== undefined).map(({ name, example }) => [name, String(example)]),
  )
  return there.map(({ name, schema }) => ({ ...values, [name]: schema?.type === 'integer' ? '-1' : 'x' }))
}
