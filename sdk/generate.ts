/**
 * `npm run sdk`: writes `sdk/src/schema.ts`, the types of the client, from the OpenAPI document that the API serves. Run it after
 * every change of the document; a test fails while the file is out of date.
 */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import openapiTS, { astToString, type OpenAPI3, type OperationObject, type PathItemObject } from 'openapi-typescript'
import { testApi } from '../test/support/api.ts'

/** Where the types are kept. */
export const schemaFile = join(import.meta.dirname, 'src', 'schema.ts')

const heading = '// Made by `npm run sdk` from the OpenAPI document: do not edit.\n\n'
const verbs = ['get', 'put', 'post', 'patch', 'delete'] as const
/** What every path of an endpoint that needs a token begins with; the client adds it. */
const prefix = /^\/v1\/api(?=\/)/

/** The types of the document that the API serves now. The same document always gives the same text. */
export const generatedSchema = async (): Promise<string> => {
  const served = await (await testApi().app.request('/openapi.json')).json()
  // Our own document, whose shape has a test of its own.
  const document = served as OpenAPI3
  const paths = Object.entries(document.paths ?? {}).map(([path, item]) => [path.replace(prefix, ''), forClient(item)])
  const reduced = { ...document, paths: Object.fromEntries(paths) }
  return heading + astToString(await openapiTS(reduced, { silent: true }))
}

/**
 * The calls of a path without what the client looks after itself: the header `Idempotency-Key`, and refusals, which are thrown as
 * `ApiError` whatever their status.
 */
const forClient = (item: PathItemObject): PathItemObject => {
  const calls = verbs.flatMap((verb) => {
    const call = item[verb]
    return call && 'responses' in call ? [[verb, withoutOwnConcerns(call)]] : []
  })
  return { ...item, ...Object.fromEntries(calls) }
}

const withoutOwnConcerns = (call: OperationObject): OperationObject => ({
  ...call,
  parameters: (call.parameters ?? []).filter((one) => !('in' in one && one.in === 'header' && one.name === 'Idempotency-Key')),
  responses: Object.fromEntries(Object.entries(call.responses ?? {}).filter(([status]) => status.startsWith('2'))),
})

if (import.meta.main) writeFileSync(schemaFile, await generatedSchema())
