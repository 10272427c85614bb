import type { HonoRequest } from 'hono'
import { createMiddleware } from 'hono/factory'
import { decodeText } from './body-text.ts'
import type { ApiEnv, Responder } from './env.ts'

const maxBytes = 1_000_000
const isJson = /^application\/([\w.+-]+\+)?json\s*(;|$)/i
const withoutBody = new Set(['GET', 'HEAD', 'DELETE', 'OPTIONS'])

/** Answers a request whose body cannot be read, in the words of an API. */
export type RefuseBody = (c: Responder, status: 400 | 413 | 415, message: string) => Response

/**
 * Checks a body before any route reads it. Refuses one over 1 MB with 413; with 415 one that is compressed, not declared as JSON, or
 * whose charset is unknown; with 400 what is not JSON or not of its charset. A body of a GET or DELETE is ignored, since clients send
 * `{}` with them. `takesFile` says which requests have no JSON: their routes read them.
 */
export const checkJsonBody = (refuse: RefuseBody, takesFile: (request: HonoRequest) => boolean = () => false) =>
  createMiddleware<ApiEnv>(async (c, next) => {
    if (withoutBody.has(c.req.method) || takesFile(c.req)) return next()
    const bytes = new Uint8Array(await c.req.arrayBuffer())
    if (bytes.byteLength > maxBytes) return refuse(c, 413, 'The request body is larger than 1 MB')
    if (bytes.byteLength === 0) {
      // A Content-Type without a body is fine (API document, Headers); left there, the routes would look for JSON.
      c.req.raw.headers.delete('content-type')
      return next()
    }
    const encoding = c.req.header('content-encoding')?.trim() || 'identity'
    if (encoding.toLowerCase() !== 'identity')
      return refuse(c, 415, `Content-Encoding '${encoding}' is not supported: send the body as it is`)
    const type = c.req.header('content-type') ?? ''
    if (!isJson.test(type)) return refuse(c, 415, `Content-Type '${type}' is not supported: send application/json`)
    const text = decodeText(bytes, type)
    if (!text.ok) return refuse(c, text.error.status, text.error.message)
    if (!isSound(text.value)) return refuse(c, 400, 'The request body is not formatted properly')
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

/**
 * Whether a text is JSON, and every text in it can be stored: no half of a surrogate pair, and no U+FFFD, which a decoder writes
 * for bytes that are no characters.
 */
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
