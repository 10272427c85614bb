import type { RouteConfig } from '@hono/zod-openapi'
import type { MiddlewareHandler, ValidationTargets } from 'hono'
import type { z } from 'zod'
import type { ApiEnv, Responder } from './env.ts'

type Context = Parameters<MiddlewareHandler<ApiEnv>>[0]

/** Answers a request that does not fit its schema. `data` is what was given. */
export type Refusal = (failure: { error: z.core.$ZodError; data: unknown }, c: Responder) => Response

/**
 * What checks a request against the schemas that its route declares, and gives the handler what they make of it. A query fits `queryRule`
 * before, where there is one.
 */
export const checks = (
  request: RouteConfig['request'],
  refusal: Refusal,
  queryRule: z.ZodType | undefined,
): MiddlewareHandler<ApiEnv>[] => {
  const { query, params, headers, body } = request ?? {}
  const json: unknown = body?.content['application/json']
  return [
    check('query', queryRule, refusal, (c) => single(c.req.queries())),
    check('query', query, refusal, (c) => single(c.req.queries())),
    check('param', params, refusal, (c) => c.req.param()),
    check('header', Array.isArray(headers) ? undefined : headers, refusal, (c) => c.req.header()),
    // An action's body may be left out: it has its defaults then.
    check(
      'json',
      isObject(json) && json.schema,
      refusal,
      async (c) => (c.req.header('content-type') ? c.req.json() : {}),
      body?.required !== true,
    ),
  ].flat()
}

const check = (
  target: keyof ValidationTargets,
  schema: unknown,
  refusal: Refusal,
  read: (c: Context) => unknown,
  isOptional = false,
): MiddlewareHandler<ApiEnv>[] => {
  if (!isSchema(schema)) return []
  return [
    async (c, next) => {
      const data = await read(c)
      const skip = isOptional && !c.req.header('content-type')
      const result = skip ? { success: true as const, data: {} } : await schema.safeParseAsync(data)
      if (!result.success) return refusal({ error: result.error, data }, c)
      // Every schema of a request is one of an object, or of an array in a body.
      c.req.addValidatedData(target, result.data as object)
      return next()
    },
  ]
}

const isSchema = (schema: unknown): schema is z.ZodType => isObject(schema) && 'safeParseAsync' in schema

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null

/** A parameter that is given once is a text, one that is repeated a list. */
const single = (queries: Record<string, string[]>) =>
  Object.fromEntries(Object.entries(queries).map(([name, values]) => [name, values.length === 1 ? values[0] : values]))
