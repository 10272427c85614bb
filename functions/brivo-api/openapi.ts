import { OpenAPIHono } from '@hono/zod-openapi'
import type { Endpoint } from '../../shared/http/route.ts'
import { withRateLimits } from './documented-limits.ts'
import { withSharedRefusals } from './documented-refusals.ts'
import type { Mounted } from './mounted.ts'
import { answerSchemas, headers } from './reference/answers.ts'
import { describedCall } from './reference/calls.ts'
import type { Document } from './reference/document.ts'
import { describedRefusals, withExamples } from './reference/examples.ts'
import { mendedSchemas } from './reference/mended.ts'
import { overview } from './reference/overview.ts'
import { samplesOf } from './reference/samples.ts'
import { describedSchemas } from './reference/schemas.ts'
import type { CallText } from './reference/section.ts'
import { textOf as ownText } from './reference/sections.ts'
import { securitySchemes } from './reference/security.ts'

type Options = {
  /** Where the API is, without a slash at the end. */
  publicUrl: string
  /** What is said of a call, by its name, and in which chapter. */
  textOf?: (operationId: string) => CallText & { section: string }
}

/**
 * The OpenAPI document of the endpoints that are mounted at each prefix: what their routes declare, and what the reference says of
 * them. Other verbs of a route are named in its description.
 */
export const openApiDocument = (mounted: readonly Mounted[], { publicUrl, textOf = ownText }: Options): Document => {
  const endpoints = new Map(mounted.flatMap(({ endpoints }) => endpoints.map((one) => [one.route.operationId, one])))
  const { openapi, info, servers, tags } = overview(publicUrl)
  const { paths, components } = generated(mounted)
  const schemas = { ...mendedSchemas(components.schemas), ...answerSchemas }
  const described = Object.entries(paths).map(([path, calls]) => {
    const texts = Object.entries(calls).map(([verb, call]) => {
      const { section, ...text } = textOf(call.operationId)
      const endpoint = endpointOf(endpoints, call.operationId)
      const known = describedCall(path, verb, call, endpoint.route, text, section)
      const shown = withExamples(known, endpoint, text.example, schemas)
      return [verb, { ...shown, 'x-codeSamples': samplesOf({ verb, path, call: shown, publicUrl }) }]
    })
    return [path, Object.fromEntries(texts)]
  })
  return {
    openapi,
    info,
    servers,
    tags,
    paths: Object.fromEntries(described),
    components: {
      ...components,
      schemas: describedSchemas(schemas),
      headers: { ...components.headers, ...headers },
      responses: describedRefusals(components.responses ?? {}),
      securitySchemes: securitySchemes(publicUrl),
    },
  }
}

/** What the schemas of the routes give by themselves. */
const generated = (mounted: readonly Mounted[]): Pick<Document, 'paths' | 'components'> => {
  const app = new OpenAPIHono()
  for (const { prefix, endpoints } of mounted) {
    for (const { route } of endpoints) {
      const { permission, actors, alsoBy, anyText, refusal, ...call } = route
      app.openAPIRegistry.registerPath({ ...call, path: `${prefix}${route.path}`.replace(/\/$/, '') })
    }
  }
  const document = app.getOpenAPI31Document({ openapi: '3.1.0', info: { title: '', version: '' } })
  // It has no more in it than JSON has, and the parts that are read have these shapes.
  return JSON.parse(JSON.stringify(withRateLimits(withSharedRefusals(document)))) as Document
}

const endpointOf = (endpoints: ReadonlyMap<string, Endpoint>, operationId: string): Endpoint => {
  const endpoint = endpoints.get(operationId)
  if (!endpoint) throw new Error(`${operationId} is in the document and has no route`)
  return endpoint
}
