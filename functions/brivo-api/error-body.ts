import type { ContentfulStatusCode } from 'hono/utils/http-status'
import type { Responder } from '../../shared/http/env.ts'

/** What is said when something failed that no caller can help. */
export const unavailable = 'The service is unavailable for the moment; try again'

/** The wire's error body (API document, Error codes). */
export type ErrorBody = { message: string; code: number }

/**
 * A value that is repeated in an answer may be as long as a body: only its beginning is, so that what follows can be read. No half
 * of a surrogate pair is left where a text was cut.
 */
const shortened = (text: string): string =>
  text
    .replace(/'([^']{60})[^']+'/gu, "'$1…'")
    .slice(0, 1_000)
    .toWellFormed()

/** Answers with the wire's error body. */
export const errorBody = (c: Responder, status: ContentfulStatusCode, message: string) =>
  c.json({ message: shortened(message), code: status }, status)
