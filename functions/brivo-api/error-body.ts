import type { Context } from 'hono'
import type { ContentfulStatusCode } from 'hono/utils/http-status'

/** What an answer is made with, whoever may call. */
export type Responder = Pick<Context, 'json' | 'body'>

/** The wire's error body (API document, Error codes). */
export type ErrorBody = { message: string; code: number }

/** Answers with the wire's error body. */
export const errorBody = (c: Responder, status: ContentfulStatusCode, message: string) =>
  c.json({ message, code: status }, status)
