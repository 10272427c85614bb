import type { OpenAPIHono } from '@hono/zod-openapi'
import type { ApiEnv } from './env.ts'

/**
 * Verbs that clients of this API also use for a route: `[also, verb, path]`. They reach the same handlers and stay out of
 * the OpenAPI page. The list is the contract's.
 */
const aliases: readonly (readonly [string, string, string])[] = [
  ['PUT', 'POST', '/v1/api/access-points/:accessPointId/activate'],
  ['POST', 'PUT', '/v1/api/groups/:groupId/access/access-points/:accessPointId'],
  ['POST', 'PUT', '/v1/api/groups/:groupId/users/:userId'],
  ['POST', 'PUT', '/v1/api/sites/proximity/wifi'],
  ['POST', 'PUT', '/v1/api/sites/:siteId/proximity/wifi'],
  ['POST', 'PUT', '/v1/api/users/:userId/credentials/:credentialId'],
  ['POST', 'PUT', '/v1/api/users/:userId/suspended'],
  ['PUT', 'POST', '/v1/api/users/:userId/groups'],
  ['PATCH', 'POST', '/v1/api/users/:userId/groups'],
]

/**
 * Registers each alias under one of `prefixes` with the handlers of the route that it stands for. Throws when there is no such
 * route.
 */
export const alsoBy = (app: OpenAPIHono<ApiEnv>, prefixes: readonly string[]): void => {
  for (const [also, verb, path] of aliases) {
    if (!prefixes.some((prefix) => path.startsWith(`${prefix}/`))) continue
    const handlers = app.routes.filter((route) => route.method === verb && route.path === path)
    if (handlers.length === 0) throw new Error(`No route ${verb} ${path} for the alias ${also}`)
    for (const { handler } of handlers) app.on(also, path, handler)
  }
}
