import type { TypedResponse } from 'hono'
import type { JSONParsed } from 'hono/utils/types'
import type { Responder } from '../../shared/http/env.ts'
import type { PlainImage } from '../../shared/lib/images/image.ts'
import type { Page, PageRequest } from '../../shared/lib/page.ts'
import type { Result } from '../../shared/lib/result.ts'
import { apiError, type ErrorAnswer } from './api-error.ts'
import type { ExpectedError } from './error-answers.ts'
import { pageAnswer } from './wire.ts'

type Answer<E extends ExpectedError, Body, Status extends 200 | 201 | 204> =
  | (Response & TypedResponse<JSONParsed<Body>, Status, 'json'>)
  | ErrorAnswer<E>

/**
 * Answers an operation's result: its value in the words of `toWire`, with `status`, or its error. Every status that the operation
 * can end in is in the type, so the route must declare it.
 */
export const reply = async <T, E extends ExpectedError, Wire, Status extends 200 | 201 = 200>(
  c: Responder,
  result: Result<T, E>,
  toWire: (value: T) => Wire | Promise<Wire>,
  status?: Status,
): Promise<Answer<E, Wire, Status>> =>
  // `c.json` gives exactly this type; it is spelled out since a status that is a parameter is not narrowed by the compiler.
  result.ok
    ? (c.json(await toWire(result.value), status ?? 200) as unknown as Answer<E, Wire, Status>)
    : apiError(c, result.error)

/** Answers a page of a listing that has no errors of its own: its filter was read with the request. */
export const replyListing = <T, Wire>(c: Responder, page: Page<T>, request: PageRequest, toWire: (value: T) => Wire) =>
  c.json(pageAnswer(page, request, toWire), 200)

/** Answers a page of a listing, or the listing's error. */
export const replyPage = <T, E extends ExpectedError, Wire>(
  c: Responder,
  result: Result<Page<T>, E>,
  request: PageRequest,
  toWire: (value: T) => Wire,
) => reply(c, result, (page) => pageAnswer(page, request, toWire))

/** Answers without a body, 204 unless `status` says otherwise, or the operation's error. */
export const replyEmpty = async <E extends ExpectedError, Status extends 200 | 201 | 204 = 204>(
  c: Responder,
  result: Result<unknown, E>,
  status?: Status,
): Promise<Answer<E, object, Status>> =>
  // A route that declares no body has this type for it.
  result.ok ? (c.body(null, status ?? 204) as unknown as Answer<E, object, Status>) : apiError(c, result.error)

/** Answers an image with its type, for the caller's eyes only, or the operation's error. */
export const replyImage = async <E extends ExpectedError>(
  c: Responder,
  result: Result<PlainImage, E>,
): Promise<Answer<E, object, 200>> => {
  if (!result.ok) return apiError(c, result.error)
  const { type, bytes } = result.value
  const headers = { 'Content-Type': type, 'Cache-Control': 'private, no-store', 'X-Content-Type-Options': 'nosniff' }
  // The image's own memory may be part of a larger buffer. A route that declares no JSON has this type for it.
  return c.body(new Uint8Array(bytes), 200, headers) as unknown as Answer<E, object, 200>
}
