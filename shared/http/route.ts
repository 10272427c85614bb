import type { RouteConfig, RouteConfigToTypedResponse, RouteHandler } from '@hono/zod-openapi'
import type { Hono, MiddlewareHandler } from 'hono'
import type { z } from 'zod'
import type { Permission } from '../domain/identity/principals/permission.ts'
import type { Principal } from '../domain/identity/principals/principal.ts'
import { checks, type Refusal } from './checks.ts'
import type { ApiEnv, Responder } from './env.ts'
import { requirePermission } from './require-permission.ts'

type Method = 'get' | 'post' | 'put' | 'patch' | 'delete'

type RouteRules = Pick<RouteConfig, 'request' | 'responses'> & {
  /** The name of the call, unique in the API. */
  operationId: string
  /**
   * What the caller must be allowed to do. Required: a route without it does not compile. `public` is for people who have no token:
   * such a route lies outside the paths that need one, and has no principal.
   */
  permission: Permission | 'public'
  /** The kinds of principal that the call makes sense for, where its operation needs one of them; all of them otherwise. */
  actors?: readonly Principal['kind'][]
  /** Verbs that clients also use for this route. They reach the same handler and stay out of the OpenAPI page. */
  alsoBy?: readonly Method[]
  /**
   * A parameter of the path that may hold any text, slashes too: the gateway decodes `%2F` before the path gets here.
   */
  anyText?: string
  /** How a request that does not fit its schemas is refused, where its API's document has sentences of its own. */
  refusal?: Refusal
}
export type Route = RouteRules & { method: Method; path: string }

/** Declares a call: verb, path below the prefix of its module, who may call it, its input and every answer it can give. */
export const route = <M extends Method, P extends string, Id extends string, R extends RouteRules & { operationId: Id }>(
  method: M,
  path: P,
  rules: R,
) => ({
  method,
  path,
  ...rules,
})

/** An answer, or a call, that errors of `E` end in. It is known to the compiler alone: there is no such value. */
export type EndsIn<E> = { readonly endsIn?: E }

/**
 * A route with what answers it, in turn. `Id` is the name of its call, by which the reference of the API describes it; `E` are the
 * errors that its handler expects.
 */
export type Endpoint<Id extends string = string, E = unknown> = EndsIn<E> & {
  route: Route & { operationId: Id }
  /** How it refuses, for the reference. */
  refusals: Refusals
  handlers: readonly MiddlewareHandler<ApiEnv>[]
}

type ErrorsIn<Answer> = Answer extends EndsIn<infer E> ? ('endsIn' extends keyof Answer ? E : never) : never

/** Who can be calling, once the route has let the caller through. */
type Caller<R extends Route> = R extends { permission: 'public' }
  ? never
  : R extends { actors: readonly (infer Kind)[] }
    ? Extract<Principal, { kind: Kind }>
    : Principal

type Answering<R extends Route, Answer extends RouteConfigToTypedResponse<R>> = (
  c: Parameters<RouteHandler<R, ApiEnv<Caller<R>>>>[0],
) => Answer | Promise<Answer>

/** How an API refuses a caller who may not call a route, and a request that does not fit its schemas. */
export type Refusals = { forbidden: (c: Responder, principal: Principal) => Response; invalid: Refusal }

/** `queryRule` is what the query of a route must fit before the schema that the route declares, where an API has such a rule. */
type Rules = Refusals & { queryRule?: (route: Route) => z.ZodType | undefined }

/** Gives a route its handler, which may answer with nothing but what the route declares: another status does not compile. */
export const endpointWith =
  ({ queryRule, ...refusals }: Rules) =>
  <R extends Route, Answer extends RouteConfigToTypedResponse<R>>(
    declared: R,
    handler: Answering<R, Answer>,
  ): Endpoint<R['operationId'], ErrorsIn<Answer>> => {
    const route: Route & { operationId: R['operationId'] } = declared
    const { forbidden, invalid } = { ...refusals, ...(route.refusal ? { invalid: route.refusal } : {}) }
    return {
      route,
      refusals: { forbidden, invalid },
      handlers: [
        ...(route.permission === 'public' ? [] : [requirePermission(forbidden, route.permission, route.actors)]),
        ...checks(route.request, invalid, queryRule?.(route)),
        // What it reads of the context, and nothing else, was put there by the two before it.
        handler as unknown as MiddlewareHandler<ApiEnv>,
      ],
    }
  }

/** Serves endpoints, whatever their order in the list, each by all its verbs. */
export const serve = (app: Hono<ApiEnv>, endpoints: readonly Endpoint[]): void => {
  for (const { route, handlers } of bySpecificity(endpoints, ({ route }) => route.path))
    for (const verb of [route.method, ...(route.alsoBy ?? [])]) app.on(verb.toUpperCase(), [pathPattern(route)], ...handlers)
}

/** The path as Hono matches it: a parameter is one segment, or any text where the route says so. */
const pathPattern = ({ path, anyText }: Route) =>
  path.replaceAll(/\{(.+?)\}/g, (_, name: string) => (name === anyText ? `:${name}{[^]+}` : `:${name}`))

/**
 * In the order in which paths must be tried: at the first segment where two paths differ, a fixed word comes before a parameter,
 * which would match the word too. Otherwise they keep their order.
 */
export const bySpecificity = <T>(list: readonly T[], pathOf: (one: T) => string): T[] =>
  list.toSorted((one, other) => {
    const [left, right] = [pathOf(one).split('/'), pathOf(other).split('/')]
    const at = left.findIndex((segment, index) => segment !== right[index])
    return Number(isParameter(left[at])) - Number(isParameter(right[at]))
  })

const isParameter = (segment: string | undefined) => segment?.startsWith('{') ?? false
