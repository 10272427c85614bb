import type { Endpoint } from '../../../shared/http/route.ts'
import type { Call, Document, Media, Parameter, Response, Schema } from './document.ts'
import { errorExample, sharedErrorExample } from './error-examples.ts'
import { mended } from './mended.ts'
import { parameterText } from './parameters.ts'
import { described, exampleOf } from './schemas.ts'
import type { CallText } from './section.ts'

type Schemas = Document['components']['schemas']
type Example = NonNullable<CallText['example']>

/** A call with texts and examples at its parameters, its body and its answers. */
export const withExamples = (call: Call, endpoint: Endpoint, example: Example | undefined, schemas: Schemas): Call => {
  const { parameters, requestBody } = call
  const asked = {
    ...call,
    ...(parameters ? { parameters: parameters.map((one) => describedParameter(one, call.operationId, example?.query)) } : {}),
    ...(requestBody ? { requestBody: { ...requestBody, content: filled(requestBody.content, schemas, example?.body) } } : {}),
  }
  const answers = Object.entries(call.responses).map(([status, answer]) => {
    const shown = status < '300' ? example?.answer : errorExample(status, asked, endpoint)
    return [status, describedAnswer(answer, schemas, shown)]
  })
  return { ...asked, responses: Object.fromEntries(answers) }
}

/** The refusals that many calls share, with an example each. */
export const describedRefusals = (refusals: Readonly<Record<string, Response>>): Record<string, Response> =>
  Object.fromEntries(
    Object.entries(refusals).map(([name, answer]) => [name, describedAnswer(answer, {}, sharedErrorExample(name))]),
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

const describedAnswer = (answer: Response, schemas: Schemas, example: unknown): Response =>
  answer.content ? { ...answer, content: filled(answer.content, schemas, example) } : answer

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
