/** The parts of an OpenAPI document that the reference reads and completes. */

export type Schema = {
  $ref?: string
  type?: string | string[]
  description?: string
  examples?: unknown[]
  example?: unknown
  properties?: Record<string, Schema>
  required?: string[]
  items?: Schema
  allOf?: Schema[]
  anyOf?: Schema[]
  oneOf?: Schema[]
  enum?: unknown[]
  minimum?: number
  maximum?: number
  exclusiveMinimum?: number
  minLength?: number
  maxLength?: number
  minItems?: number
  maxItems?: number
  pattern?: string
}
export type Media = { schema?: Schema; example?: unknown }
export type Parameter = {
  name: string
  in: string
  required?: boolean
  description?: string
  schema?: Schema
  example?: unknown
}
/** An answer, or the name of one that many calls share. */
export type Response = {
  $ref?: string
  description?: string
  headers?: Record<string, { $ref: string }>
  content?: Record<string, Media>
}
export type Call = {
  operationId: string
  summary?: string
  description?: string
  tags?: string[]
  security?: Record<string, string[]>[]
  parameters?: Parameter[]
  requestBody?: { required?: boolean; content: Record<string, Media> }
  responses: Record<string, Response>
  'x-codeSamples'?: { lang: string; label: string; source: string }[]
}
export type Document = {
  openapi: string
  info: Record<string, unknown>
  servers: { url: string; description?: string }[]
  tags: { name: string; description: string }[]
  paths: Record<string, Record<string, Call>>
  components: Record<string, Record<string, unknown>> & {
    schemas: Record<string, Schema>
    responses?: Record<string, Response>
  }
}
