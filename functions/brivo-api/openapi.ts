import { OpenAPIHono } from '@hono/zod-openapi'
import type { Endpoint } from '../../shared/http/route.ts'

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
  return app.getOpenAPI31Document(described)
}
