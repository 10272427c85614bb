import { openApiDocument } from '../../functions/brivo-api/openapi.ts'
import type { Call } from '../../functions/brivo-api/reference/document.ts'
import type { Route } from '../../shared/http/route.ts'
import { testApi } from './api.ts'

/** A call of the API as its document has it, and the route that it was made from. */
export type DocumentedCall = { path: string; verb: string; call: Call; route: Route }

/** Every call of the API's document. */
export const documentedCalls = async (): Promise<DocumentedCall[]> => {
  const { mounts, deps } = testApi()
  const mounted = await mounts.all()
  const routes = new Map(mounted.flatMap(({ endpoints }) => endpoints.map(({ route }) => [route.operationId, route] as const)))
  return Object.entries(openApiDocument(mounted, deps).paths).flatMap(([path, calls]) =>
    Object.entries(calls).map(([verb, call]) => {
      const route = routes.get(call.operationId)
      if (!route) throw new Error(`No route is called ${call.operationId}`)
      return { path, verb, call, route }
    }),
  )
}

/** The sample of a call in one language. */
export const sampleIn = (lang: string, { operationId, 'x-codeSamples': samples = [] }: Call): string => {
  const sample = samples.find((one) => one.lang === lang)
  if (!sample) throw new Error(`${operationId} has no sample in ${lang}`)
  return sample.source
}
