import {
  createRoute,
  type OpenAPIHono,
  type RouteConfig,
  type RouteConfigToTypedResponse,
  type RouteHandler,
} from '@hono/zod-openapi'
import type { Principal } from '../../shared/domain/identity/administrators/principal.ts'
import type { Permission } from '../../shared/domain/identity/principals/permission.ts'
import type { ApiEnv } from './env.ts'
import { requirePermission } from './middleware/require-permission.ts'
import type { Refusal } from './refusal.ts'

type Method = 'get' | 'post' | 'put' | 'patch' | 'delete'

type RouteRules = Pick<RouteConfig, 'request' | 'responses'> & {
  /** The name of the call, unique in the API. */
  operationId: string
  /** What the caller must be allowed to do. Required: a route without it does not compile. */
  permission: Permission
  /** The kinds of principal that the call makes sense for, where its operation needs one of them; all of them otherwise. */
  actors?: readonly Principal['kind'][]
  /** Verbs that clients also use for this route. They reach the same handler and stay out of the OpenAPI page. */
  alsoBy?: readonly Method[]
  /**
   * A parameter of the path that may hold any text, slashes too: the gateway decodes `%2F` before the path gets here.
   */
  anyText?: string
  /** How a request that does not fit its schemas is refused, where the API document has sentences of its own. */
  refusal?: Refusal
}
type Route = RouteRules & { method: Method; path: string }

/** Declares a call: verb, path below the prefix of its module, who may call it, its input and every answer it can give. */
export const route = <M extends Method, P extends string, R extends RouteRules>(method: M, path: P, rules: R) => ({
  method,
  path,
  ...rules,
})

/** A route with its handler, ready to be served. */
export type Endpoint = Pick<Route, 'method' | 'path' | 'permission'> & { addTo: (app: OpenAPIHono<ApiEnv>) => void }

/** Who can be calling, once the route has let the caller through. */
type Caller<R extends Route> = R extends { actors: readonly (infer Kind)[] } ? Extract<Principal, { kind: Kind }> : Principal

type Answering<R extends Route> = (
  c: Parameters<RouteHandler<R, ApiEnv<Caller<R>>>>[0],
) => RouteConfigToTypedResponse<R> | Promise<RouteConfigToTypedResponse<R>>

/** Gives a route its handler, which may answer with nothing but what the route declares: another status does not compile. */
export const on = <R extends Route>(declared: R, handler: Answering<R>): Endpoint => {
  const { permission, actors, alsoBy = [], anyText, refusal, ...rest }: Route = declared
  const serve = (app: OpenAPIHono<ApiEnv>, method: Method, hide: boolean, path = declared.path) =>
    app.openapi(
      createRoute({ ...rest, method, path, hide, middleware: [requirePermission(permission, actors)] }),
      // `handler` is one of `declared`, of which this route is a copy.
      handler as unknown as RouteHandler<RouteConfig, ApiEnv>,
      refusal,
    )
  return {
    method: declared.method,
    path: declared.path,
    permission,
    addTo: (app) => {
      serve(app, declared.method, false)
      for (const verb of alsoBy) serve(app, verb, true)
      if (anyText) serve(app, declared.method, true, declared.path.replace(`{${anyText}}`, `{${anyText}}{.+}`))
    },
  }
}

/**
 * Endpoints in the order in which they must be tried: at the first segment where two paths differ, a fixed word comes before a
 * parameter, which would match the word too. Otherwise they keep their order.
 */
export const bySpecificity = <E extends Pick<Endpoint, 'path'>>(endpoints: readonly E[]): E[] =>
  endpoints.toSorted((one, other) => {
    const [left, right] = [one.path.split('/'), other.path.split('/')]
    const at = left.findIndex((segment, index) => segment !== right[index])
    return Number(isParameter(left[at])) - Number(isParameter(right[at]))
  })

const isParameter = (segment: string | undefined) => segment?.startsWith('{') ?? false
