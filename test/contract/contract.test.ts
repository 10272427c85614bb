import { describe, expect, it } from 'vitest'
import { openApiDocument } from '../../functions/brivo-api/openapi.ts'
import { testApi } from '../support/api.ts'
import endpoints from './endpoints.json' with { type: 'json' }

/** One line of the contract. */
type Endpoint = (typeof endpoints)[number]
const all: readonly Endpoint[] = endpoints

const { mounts, deps } = testApi()
const mounted = await mounts.all()

describe('the contract', () => {
  const known = new Set(
    mounted.flatMap(({ prefix, endpoints }) =>
      endpoints.flatMap(({ route }) =>
        [route.method, ...(route.alsoBy ?? [])].map(
          (verb) => `${verb.toUpperCase()} ${inContractForm(`${prefix}${route.path}`)}`,
        ),
      ),
    ),
  )
  const document = openApiDocument(mounted, deps)
  const declared = new Map(
    Object.entries(document.paths ?? {}).flatMap(([path, verbs]) =>
      Object.entries(verbs ?? {}).map(([verb, call]) => [`${verb.toUpperCase()} ${inContractForm(path)}`, call] as const),
    ),
  )

  it.each(all.map((endpoint) => [`${endpoint.method} ${endpoint.path}`, endpoint] as const))('%s', (_, endpoint) => {
    const path = inContractForm(endpoint.path)
    for (const verb of [endpoint.method, ...endpoint.aliases])
      expect(known, `${verb} ${endpoint.path}`).toContain(`${verb} ${path}`)
    if (endpoint.status === undefined) return
    const call = declared.get(`${endpoint.method} ${path}`)
    expect(Object.keys(call?.responses ?? {}), endpoint.name).toEqual(
      expect.arrayContaining([endpoint.status, ...(endpoint.errors ?? [])].map(String)),
    )
  })
})

/** A path with the names of its parameters, its prefix and its closing slash left out. */
function inContractForm(path: string): string {
  return path.replace(/\{[^}]+\}|:[^/]+/g, '*').replace(/\/$/, '')
}
