import { html } from 'hono/html'

/** Of an OpenAPI document, what the page shows. */
type Schema = {
  $ref?: string
  type?: string | string[]
  properties?: Record<string, Schema>
  required?: string[]
  items?: Schema
}
type Content = { content?: Record<string, { schema?: Schema }> }
type Call = {
  operationId?: string
  parameters?: { name: string; in: string; required?: boolean; schema?: Schema }[]
  requestBody?: Content
  responses: Record<string, Content & { description: string }>
}
export type ApiDocument = { paths?: Record<string, Record<string, Call>>; components?: { schemas?: Record<string, Schema> } }

const nameOf = (ref: string): string => ref.split('/').at(-1) ?? ref

const typeText = (schema: Schema | undefined): string => {
  if (!schema) return 'any'
  if (schema.$ref) return nameOf(schema.$ref)
  if (schema.items) return `${typeText(schema.items)}[]`
  return [schema.type ?? 'object'].flat().join(' or ')
}

const fieldList = (schema: Schema | undefined, document: ApiDocument) => {
  const shape = schema?.$ref ? document.components?.schemas?.[nameOf(schema.$ref)] : schema
  const fields = Object.entries(shape?.properties ?? {})
  return html`<ul>${fields.map(
    ([name, field]) =>
      html`<li><code>${name}</code> ${typeText(field)}${shape?.required?.includes(name) ? ', required' : ''}</li>`,
  )}</ul>`
}

const callSection = (path: string, verb: string, call: Call, document: ApiDocument) => {
  // A body is of one type: JSON, or a form with a file.
  const [body] = Object.values(call.requestBody?.content ?? {}).map(({ schema }) => schema)
  const parameters = call.parameters ?? []
  return html`<details id="${call.operationId}"><summary><code>${verb.toUpperCase()} ${path}</code> ${call.operationId}</summary>
${parameters.length > 0 ? html`<h3>Parameters</h3><ul>${parameters.map((one) => html`<li><code>${one.name}</code> in ${one.in}, ${typeText(one.schema)}</li>`)}</ul>` : ''}
${body ? html`<h3>Body</h3>${fieldList(body, document)}` : ''}
<h3>Answers</h3><ul>${Object.entries(call.responses).map(([status, { description, content }]) => {
    const schema = content?.['application/json']?.schema
    return html`<li><code>${status}</code> ${description}${status < '300' && schema ? fieldList(schema, document) : ''}</li>`
  })}</ul></details>`
}

/**
 * The API as a page that needs no script: every call with its parameters, body and answers. The libraries that draw such pages
 * bring a megabyte of script, which would be in the bundle of every instance.
 */
export const docsPage = (document: ApiDocument) => html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Sallyport API</title>
<style>body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1a1d21;background:#fff}
code{font-size:.9em}summary{cursor:pointer;padding:.3rem 0}h3{font-size:1rem;margin:.5rem 0 0}details{border-bottom:1px solid #d9dee4}
@media(prefers-color-scheme:dark){body{color:#e6e8eb;background:#16191d}}</style></head>
<body><main><h1>Sallyport API</h1>
<p>Every call needs an <code>api-key</code> header and <code>Authorization: bearer</code> a token of <code>/oauth/token</code>.
The same as data: <a href="/openapi.json">OpenAPI 3.1</a>.</p>
${Object.entries(document.paths ?? {}).flatMap(([path, verbs]) =>
  Object.entries(verbs).map(([verb, call]) => callSection(path, verb, call, document)),
)}</main></body></html>`
