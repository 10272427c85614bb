import type { TypedResponse } from 'hono'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import type { Responder } from '../../shared/http/env.ts'
import type { ExpectedError, errorAnswers } from './error-answers.ts'
import { type ErrorBody, errorBody } from './error-body.ts'

type StatusOf<E extends ExpectedError> = E extends ExpectedError ? (typeof errorAnswers)[E['kind']]['status'] : never

/** The answers that errors of `E` have; none for an operation that has no errors. */
export type ErrorAnswer<E extends ExpectedError> = E extends ExpectedError
  ? Response & TypedResponse<ErrorBody, StatusOf<E>, 'json'>
  : never

/** Gives what says an expected error in a sentence, for answers that have errors among other things. */
export const errorTexts = async () => {
  const { errorAnswers } = await import('./error-answers.ts')
  return <E extends ExpectedError>(error: E): string =>
    // The table has a message for every kind, which takes that kind.
    (errorAnswers[error.kind].message as unknown as (error: E) => string)(error)
}

/**
 * Answers an expected error. The statuses it can have are in its type, so a route must declare them. The table of answers knows of
 * every module, and is loaded with the first error.
 */
export const apiError = async <E extends ExpectedError>(c: Responder, error: E): Promise<ErrorAnswer<E>> => {
  const { errorAnswers } = await import('./error-answers.ts')
  // The table has an answer of the right type for every kind, which TypeScript cannot follow through the index.
  const answer = errorAnswers[error.kind] as unknown as {
    status: StatusOf<E> & ContentfulStatusCode
    message: (error: E) => string
  }
  // `c.json` gives exactly this type; it is spelled out since a status computed from `E` is not narrowed by the compiler.
  return errorBody(c, answer.status, answer.message(error)) as unknown as ErrorAnswer<E>
}
