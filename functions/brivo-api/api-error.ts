import type { TypedResponse } from 'hono'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import type { Responder } from '../../shared/http/env.ts'
import type { EndsIn } from '../../shared/http/route.ts'
import type { ExpectedError, errorAnswers } from './error-answers.ts'
import { type ErrorBody, errorBody } from './error-body.ts'

/** The statuses that errors of `E` are answered with. */
export type StatusOf<E extends ExpectedError> = E extends ExpectedError ? (typeof errorAnswers)[E['kind']]['status'] : never

/** The answers that errors of `E` have; none for an operation that has no errors. */
export type ErrorAnswer<E extends ExpectedError> = E extends ExpectedError
  ? Response & TypedResponse<ErrorBody, StatusOf<E>, 'json'> & EndsIn<E>
  : never

/** Gives what finds the answer to an expected error. The table of answers knows of every module, and is loaded with the first error. */
const answers = async () => {
  const { errorAnswers } = await import('./error-answers.ts')
  return <E extends ExpectedError>({ kind }: E) =>
    // The table has an answer of the right type for every kind, which TypeScript cannot follow through the index.
    errorAnswers[kind] as unknown as { status: StatusOf<E> & ContentfulStatusCode; message: (error: E) => string }
}

/** Gives what says an expected error in a sentence, for answers that have errors among other things. */
export const errorTexts = async () => {
  const answerOf = await answers()
  return <E extends ExpectedError>(error: E): string => answerOf(error).message(error)
}

/** Answers an expected error. The statuses it can have are in its type, so a route must declare them. */
export const apiError = async <E extends ExpectedError>(c: Responder, error: E): Promise<ErrorAnswer<E>> => {
  const { status, message } = (await answers())(error)
  // `c.json` gives exactly this type; it is spelled out since a status computed from `E` is not narrowed by the compiler.
  return errorBody(c, status, message(error)) as unknown as ErrorAnswer<E>
}
