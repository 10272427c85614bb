import { expect } from 'vitest'
import { z } from 'zod'
import type { Key } from '../../../shared/storage/table/types.ts'
import type { Operation } from './operations.ts'

export type Answer = { status: number; headers: Headers; text: string; json: unknown }
type Asked = {
  /** The other tenant, and what stands in all its names. */
  theirs: string | number | undefined
  marker: string
  /** The items that the request has changed. */
  changes: readonly Key[]
  /** What of the request may be repeated. */
  given: string
}

const ErrorBody = z.strictObject({ message: z.string().min(1).max(1_500), code: z.number() })

/** What must be in no answer: traces of our code, and keys of the table. */
const inner = /\bat \S+ \(|node_modules|\/functions\/|\.ts:\d|TypeError|ZodError|gsi1pk/

/** Checks that an answer is one that its operation declares, whatever was asked, and that a refused request has changed nothing. */
export const expectDeclared = (operation: Operation, answer: Answer, { theirs, marker, changes, given }: Asked) => {
  const { status, text } = answer
  expect(operation.statuses, text).toContain(status)
  const said = given === '' ? text : text.replaceAll(given, '')
  expect(said).not.toMatch(inner)
  expect(said).not.toContain(marker)
  expect(changes.filter(({ pk }) => pk.startsWith(`A#${theirs}#`))).toEqual([])
  expectBody(operation, answer)
  if (status >= 400) expect(changes.filter(isOfThings)).toEqual([])
}

/** Wrong codes, wrong keys and requests are counted, and what a request with a key was answered is kept. */
const isOfThings = ({ pk, sk }: Key) => sk !== 'wrong-codes' && !/#quota#|#kept-request#|^T#guesses#/.test(pk)

const OauthError = z.strictObject({ error: z.string(), error_description: z.string() })

/** Checks the answer to who was not let in: it says nothing, and nothing has changed. */
export const expectTurnedAway = ({ status, text, json }: Answer, changes: readonly Key[]) => {
  if (status === 403) expect(text).toBe('<h1>Developer Inactive</h1>')
  else OauthError.parse(json)
  expect(changes.filter(isOfThings)).toEqual([])
}

/** Calls that answer 200 with a body when they are asked to wait, and with none otherwise, which OpenAPI has no words for. */
const answersWaiting: readonly string[] = ['activateAccessPoint', 'activateElevator']

/** Checks a body by the schema of its route: everything that it requires is there, and nothing that it does not name. */
const expectBody = ({ route, operationId }: Operation, { status, headers, text, json }: Answer) => {
  const declared = route.responses[status]
  const content = declared && 'content' in declared ? declared.content : undefined
  const type = headers.get('content-type')?.split(';')[0] ?? ''
  if (status >= 400 && !(content && 'text/html' in content)) return expect(ErrorBody.parse(json).code).toBe(status)
  if (content === undefined) return expect(text).toBe('')
  if (text === '' && status === 200 && answersWaiting.includes(operationId)) return
  expect(Object.keys(content)).toContain(type)
  const media = content['application/json']
  // Every answer of this API in JSON is declared by a zod schema.
  if (media && 'schema' in media) expect((media.schema as z.ZodType).parse(json)).toEqual(json)
}
