import type { OpenAPIHono } from '@hono/zod-openapi'
import { budgets } from '../../shared/domain/identity/quotas/entity.ts'
import { budgetOf } from './budgets.ts'

type Document = ReturnType<OpenAPIHono['getOpenAPI31Document']>

const headers = {
  RateLimit: {
    description:
      'How many requests (`r`) may still come in how many seconds (`t`), by the name of the budget: draft 11 of the RateLimit ' +
      'header fields. Of two limits, that of the application or card holder and that of the whole account, it is the one with ' +
      'fewer left; the name of the latter begins with `account-`. Several instances count, so `r` may be too high.',
    schema: { type: 'string' },
    example: '"general";r=5998;t=41',
  },
  'RateLimit-Policy': {
    description:
      'How many requests (`q`) there may be in a window of how many seconds (`w`), by the name of the budget: the limit that ' +
      '`RateLimit` is about',
    schema: { type: 'string' },
    example: '"general";q=6000;w=60',
  },
  'Retry-After': {
    description: 'After how many seconds the same request will be let through again',
    schema: { type: 'integer', minimum: 1 },
    example: 41,
  },
} as const
const named = (...names: (keyof typeof headers)[]) =>
  Object.fromEntries(names.map((name) => [name, { $ref: `#/components/headers/${name}` }]))

/** The refusal of each budget, as the answers of many calls refer to it. */
const refusals = Object.fromEntries(
  budgets.map((budget) => [
    `TooManyRequests-${budget}`,
    {
      description: `The budget \`${budget}\` of the application or card holder, or of the whole account, is used up. The message says which`,
      headers: named('RateLimit', 'RateLimit-Policy', 'Retry-After'),
      content: { 'application/json': { schema: { $ref: '#/components/schemas/Error' } } },
    },
  ]),
)

/**
 * The document with the limits of requests, for every call that needs a token: 429, and the headers. Every answer has them; they are
 * named at those of success.
 */
export const withRateLimits = (document: Document): Document => {
  for (const [path, calls] of Object.entries(document.paths ?? {})) {
    if (!path.startsWith('/v1/api/')) continue
    for (const call of [calls.get, calls.post, calls.put, calls.patch, calls.delete]) {
      if (!call) continue
      const answers = Object.entries(call.responses ?? {}).map(([status, answer]) => [
        status,
        status.startsWith('2') ? { ...answer, headers: named('RateLimit', 'RateLimit-Policy') } : answer,
      ])
      call.responses = {
        ...Object.fromEntries(answers),
        429: { $ref: `#/components/responses/TooManyRequests-${budgetOf(path)}` },
      }
    }
  }
  return {
    ...document,
    components: { ...document.components, headers, responses: { ...document.components?.responses, ...refusals } },
  }
}
