import type { OpenAPIHono } from '@hono/zod-openapi'

type Document = ReturnType<OpenAPIHono['getOpenAPI31Document']>

const refusal = (description: string) => ({
  description,
  content: { 'application/json': { schema: { $ref: '#/components/schemas/Error' } } },
})

/** What a call is answered before its own rules are asked, as the answers of many calls refer to it. */
const responses = {
  InvalidHeader: refusal('A header of the request is not valid; the message names it'),
  NoFilter: refusal('The call has no `filter`, and the request has one'),
  KeyInUse: refusal('The `Idempotency-Key` was used for another request, or its request is under way, or its answer is not kept'),
  BodyTooLarge: refusal('The body is larger than 1 MB'),
  BodyNotSupported: refusal('The body is compressed, is not declared as JSON, or has an unknown charset'),
} as const
const answer = (name: keyof typeof responses) => ({ $ref: `#/components/responses/${name}` })

/**
 * The document with the refusals that calls share, where a call has none of its own with the same status: of the header
 * `Idempotency-Key` of every call that writes and needs a token, and of the body of every call that may have one in
 * JSON; and of a filter that a call does not have.
 */
export const withSharedRefusals = (document: Document): Document => {
  for (const [path, calls] of Object.entries(document.paths ?? {})) {
    if (calls.get && path.startsWith('/v1/api/') && !calls.get.parameters?.some((one) => 'name' in one && one.name === 'filter'))
      calls.get.responses = { 400: answer('NoFilter'), ...calls.get.responses }
    for (const call of [calls.post, calls.put, calls.patch, calls.delete]) {
      if (!call) continue
      const ofKey = path.startsWith('/v1/api/') ? { 400: answer('InvalidHeader'), 409: answer('KeyInUse') } : {}
      const takesFile = call.requestBody && 'content' in call.requestBody && 'multipart/form-data' in call.requestBody.content
      const ofBody = call === calls.delete || takesFile ? {} : { 413: answer('BodyTooLarge'), 415: answer('BodyNotSupported') }
      call.responses = { ...ofKey, ...ofBody, ...call.responses }
    }
  }
  return { ...document, components: { ...document.components, responses } }
}
