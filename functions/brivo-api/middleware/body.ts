import { createMiddleware } from 'hono/factory'
import { errorBody } from '../api-error.ts'
import type { ApiEnv } from '../env.ts'

const maximumBytes = 1_000_000
const isJson = /^application\/([\w.+-]+\+)?json\s*(;|$)/i
const withoutBody = new Set(['GET', 'HEAD', 'DELETE', 'OPTIONS'])

/**
 * Looks at a body before any route does: 413 over 1 MB, 415 when it is not declared as JSON, 400 when it is none. What comes
 * with a GET or DELETE is ignored, as clients of this API send `{}` with them.
 */
export const body = createMiddleware<ApiEnv>(async (c, next) => {
  if (withoutBody.has(c.req.method)) return next()
  const text = await c.req.text()
  if (Buffer.byteLength(text) > maximumBytes) return errorBody(c, 413, 'The request body is larger than 1 MB')
  if (text === '') {
    // A Content-Type without a body is fine (API document, Headers); left there, the routes would look for JSON.
    c.req.raw.headers.delete('content-type')
    return next()
  }
  const type = c.req.header('content-type') ?? ''
  if (!isJson.test(type)) return errorBody(c, 415, `Content-Type '${type}' is not supported: send application/json`)
  return isSound(text) ? next() : errorBody(c, 400, 'The request body is not formatted properly')
})

const escapedSurrogate = /\\u[dD][89a-fA-F]/

/** Whether a text is JSON, and every text in it can be stored: half of a surrogate pair cannot. */
const isSound = (text: string): boolean => {
  let sound = true
  const look = (_key: string, value: unknown) => {
    if (typeof value === 'string' && !value.isWellFormed()) sound = false
    return value
  }
  try {
    JSON.parse(text, escapedSurrogate.test(text) ? look : undefined)
    return sound
  } catch {
    return false
  }
}
