import type { Route } from '../../../shared/http/route.ts'
import { testApi } from '../api.ts'
import type { Place, Schema, Schemas } from './json-schema.ts'
import { placesOf } from './json-schema.ts'

type Parameter = { readonly name: string; readonly in: 'path' | 'query' | 'header'; readonly schema?: Schema }
type Described = {
  readonly operationId: string
  readonly parameters?: readonly Parameter[]
  readonly responses: Readonly<Record<string, unknown>>
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> }
}
type Document = {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Described>>>>
  readonly components: { readonly schemas: Schemas }
}

/** One call of the API, as its OpenAPI page and its route declare it. */
export type Operation = {
  readonly operationId: string
  readonly verb: string
  /** All verbs that it is answered by, the one of the page first. */
  readonly verbs: readonly string[]
  readonly path: string
  readonly route: Route
  readonly parameters: readonly Parameter[]
  /** The statuses of its answers to whatever is sent. */
  readonly statuses: readonly number[]
  /** Each place in its JSON body; none when it takes no JSON. */
  readonly places: readonly Place[]
}

const api = testApi()
// The page is what clients are made from; its shape is asserted by its own test.
const document = (await (await api.app.request('/openapi.json')).json()) as Document
/** The schemas that others refer to by their names. */
export const schemas = document.components.schemas
const routes = new Map(
  (await api.mounts.all()).flatMap(({ endpoints }) => endpoints.map(({ route }) => [route.operationId, route] as const)),
)

/** Every call of the API. A new one is among them by itself. */
export const operations: readonly Operation[] = Object.entries(document.paths).flatMap(([path, verbs]) =>
  Object.entries(verbs).map(([verb, { operationId, parameters = [], requestBody, responses }]) => {
    const route = routes.get(operationId)
    if (!route) throw new Error(`No route is called ${operationId}`)
    const schema = requestBody?.content['application/json']?.schema
    return {
      operationId,
      verb: verb.toUpperCase(),
      verbs: [route.method, ...(route.alsoBy ?? [])].map((one) => one.toUpperCase()),
      path,
      route,
      parameters,
      // No input may make the service fail.
      statuses: Object.keys(responses)
        .map(Number)
        .filter((status) => status < 500),
      places: schema ? placesOf(schema, schemas) : [],
    }
  }),
)
