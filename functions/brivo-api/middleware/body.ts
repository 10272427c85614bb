import type { HonoRequest } from 'hono'
import { createMiddleware } from 'hono/factory'
import { decodeText } from '../../../shared/lib/body-text.ts'
import type { ApiEnv } from '../env.ts'
import { errorBody } from '../error-body.ts'

const maximumBytes = 1_000_000
const isJson = /^application\/([\w.+-]+\+)?json\s*(;|$)/i
const withoutBody = new Set(['GET', 'HEAD', 'DELETE', 'OPTIONS'])

/**
 * Looks at a body before any route does: 413 over 1 MB, 415 when it is not declared as JSON or
 * its charset is unknown, 400 when it is no JSON or not of its charset. What comes
 * with a GET or DELETE is ignored, as clients of this API send `{}` with them.
 */
export const body = createMiddleware<ApiEnv>(async (c, next) => {
  if (withoutBody.has(c.req.method)) return next()
  const bytes = new Uint8Array(await c.req.arrayBuffer())
  if (bytes.byteLength > maximumBytes) return errorBody(c, 413, 'The request body is larger than 1 MB')
  if (bytes.byteLength === 0) {
    // A Content-Type without a body is fine (API document, Headers); left there, the routes would look for JSON.
    c.req.raw.headers.delete('content-type')
    return next()
  }
  const type = c.req.header('content-type') ?? ''
  if (!isJson.test(type)) return errorBody(c, 415, `Content-Type '${type}' is not supported: send application/json`)
  const text = decodeText(bytes, type)
  if (!text.ok) return errorBody(c, text.error.status, text.error.message)
  if (!isSound(text.value)) return errorBody(c, 400, 'The request body is not formatted properly')
  if (namesCharset.test(type)) readAs(c.req, text.value)
  return next()
})

const namesCharset = /;\s*charset/i

/** Lets the routes read this text instead of the bytes, which they would take for UTF-8. */
const readAs = (request: HonoRequest, text: string): void => {
  const { url, method, headers } = request.raw
  request.raw = new Request(url, { method, headers, body: text })
  request.bodyCache = {}
}

const escapedUnsound = /\\u[dD][89a-fA-F]|\\u[fF]{3}[dD]/

/** Whether a text is JSON, and every text in it can be stored: not half of a surrogate pair, nor U+FFFD, which stands for a loss. */
const isSound = (text: string): boolean => {
  let sound = true
  const look = (_key: string, value: unknown) => {
    if (typeof value === 'string' && (!value.isWellFormed() || value.includes('\ufffd'))) sound = false
    return value
  }
  try {
    JSON.parse(text, escapedUnsound.test(text) ? look : undefined)
    return sound
  } catch {
    return false
  }
}
