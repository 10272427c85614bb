import type { ContentfulStatusCode } from 'hono/utils/http-status'
import type { Responder } from '../../shared/http/env.ts'

/** The wire's error body (API document, Error codes). */
export type ErrorBody = { message: string; code: number }

/** Answers with the wire's error body. */
export const errorBody = (c: Responder, status: ContentfulStatusCode, message: string) =>
  c.json({ message, code: status }, status)
