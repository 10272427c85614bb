import type { Call, Document, Media, Parameter, Response, Schema } from './document.ts'
import { mended } from './mended.ts'
import { parameterText } from './parameters.ts'
import { described, exampleOf } from './schemas.ts'
import type { CallText } from './section.ts'

type Schemas = Document['components']['schemas']
type Example = NonNullable<CallText['example']>

/** What an error of each status may say. */
const errorMessages: Readonly<Record<string, string>> = {
  400: "Invalid value for 'name': it is longer than 100 characters",
  403: 'You are not allowed to perform that action',
  404: 'The requested resource was not found.',
  409: 'The resource was changed by another request. Try again.',
  412: 'Access point is not connected',
  413: 'The request body is larger than 1 MB',
  415: "Content-Type 'text/plain' is not supported: send application/json",
  417: 'The panel does not support this',
  424: 'The video provider DEMO cannot be reached; try again later',
  429: 'Too many wrong codes came from this address; try again later',
  503: 'The service is unavailable for the moment; try again',
}

/** A call with texts and examples at its parameters, its body and its answers. */
export const withExamples = (call: Call, example: Example | undefined, schemas: Schemas): Call => ({
  ...call,
  ...(call.parameters
    ? { parameters: call.parameters.map((one) => describedParameter(one, call.operationId, example?.query)) }
    : {}),
  ...(call.requestBody
    ? { requestBody: { ...call.requestBody, content: filled(call.requestBody.content, schemas, example?.body) } }
    : {}),
  responses: Object.fromEntries(
    Object.entries(call.responses).map(([status, answer]) => [status, describedAnswer(status, answer, schemas, example?.answer)]),
  ),
})

/** The statuses of the refusals that many calls share; those of limits are 429. */
const sharedStatuses: Readonly<Record<string, string>> = {
  InvalidHeader: '400',
  KeyInUse: '409',
  BodyTooLarge: '413',
  BodyNotSupported: '415',
}

/** The refusals that many calls share, with an example each. */
export const describedRefusals = (refusals: Readonly<Record<string, Response>>): Record<string, Response> =>
  Object.fromEntries(
    Object.entries(refusals).map(([name, answer]) => [
      name,
      describedAnswer(sharedStatuses[name] ?? '429', answer, {}, undefined),
    ]),
  )

const describedParameter = (parameter: Parameter, operationId: string, query: Example['query']): Parameter => {
  const text = parameterText(parameter, operationId)
  const asked = parameter.in === 'query' ? query?.[parameter.name] : undefined
  const { example: own, ...schema } = mended(parameter.schema ?? {})
  const example = asked ?? parameter.example ?? text?.[1] ?? own ?? schema.enum?.[0]
  return {
    ...parameter,
    description: parameter.description ?? text?.[0] ?? schema.description ?? '',
    schema,
    ...(example === undefined ? {} : { example }),
  }
}

const describedAnswer = (status: string, answer: Response, schemas: Schemas, example: unknown): Response => {
  if (!answer.content) return answer
  const message = errorMessages[status]
  const error = message === undefined ? undefined : { code: Number(status), message }
  return { ...answer, content: filled(answer.content, schemas, status < '300' ? example : error) }
}

const filled = (content: Readonly<Record<string, Media>>, schemas: Schemas, example: unknown): Record<string, Media> =>
  Object.fromEntries(
    Object.entries(content).map(([type, { schema = {} }]) => {
      const shown =
        type === 'application/json' ? (example ?? exampleOf(schema, [], schemas)) : mediaExample(type, schema, schemas)
      return [type, { schema: described(mended(schema), [], schemas), ...(shown === undefined ? {} : { example: shown }) }]
    }),
  )

/** Of what is not JSON: a page, a form with a file, or nothing for an image. */
const mediaExample = (type: string, schema: Schema, schemas: Schemas): unknown => {
  if (type === 'text/html') return '<!doctype html><html lang="en">…</html>'
  return type.startsWith('image/') ? undefined : exampleOf(schema, [], schemas)
}
