import { OpenAPIHono } from '@hono/zod-openapi'
import type { Endpoint } from '../../shared/http/route.ts'
import { withRateLimits } from './documented-limits.ts'
import { withSharedRefusals } from './documented-refusals.ts'

const described = { openapi: '3.1.0', info: { title: 'Sallyport API', version: '1' } }

/** The OpenAPI document of the endpoints that are mounted at each prefix. Other verbs of a route are not in it. */
export const openApiDocument = (mounted: readonly { prefix: string; endpoints: readonly Endpoint[] }[]) => {
  const app = new OpenAPIHono()
  for (const { prefix, endpoints } of mounted) {
    for (const { route } of endpoints) {
      const { permission, actors, alsoBy, anyText, refusal, ...call } = route
      app.openAPIRegistry.registerPath({ ...call, path: `${prefix}${route.path}`.replace(/\/$/, '') })
    }
  }
  return withRateLimits(withSharedRefusals(withIdempotencyKeys(app.getOpenAPI31Document(described))))
}

/** The header that every call which writes may come with. */
const idempotencyKeyParameter = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description:
    'Names this request, so that it can be repeated safely for 24 hours: a repeat is not run again, and is answered as the first ' +
    'was, with the header `Idempotent-Replayed: true`. 409 says that the key was used for another request, that the first is still ' +
    'under way (with `Retry-After`), or that it was done and its answer is not kept.',
  schema: { type: 'string', minLength: 1, maxLength: 255, pattern: '^[ -~]+$' },
  example: '5f0c8f0e-3d1b-4c8e-9a55-2f1f4a3c7d10',
} as const

type Document = ReturnType<OpenAPIHono['getOpenAPI31Document']>

/** The document with the header at every call that writes and needs a token. */
const withIdempotencyKeys = (document: Document): Document => {
  for (const [path, calls] of Object.entries(document.paths ?? {})) {
    if (!path.startsWith('/v1/api/')) continue
    for (const call of [calls.post, calls.put, calls.patch, calls.delete])
      if (call) call.parameters = [...(call.parameters ?? []), idempotencyKeyParameter]
  }
  return document
}
