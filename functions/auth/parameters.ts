import type { Context } from 'hono'
import { decodeForm } from '../../shared/http/body-text.ts'
import { err, ok, type Result } from '../../shared/lib/result.ts'
import { printable } from './oauth-error.ts'

const maxBytes = 1_000_000

export type ParametersError = { status: 400 | 413 | 415; description: string }

/**
 * The parameters of an OAuth request: those of the query, and those of the body, which is a form or multipart. Without a body
 * the Content-Type does not matter, as clients of this API send what they like then.
 */
export const readParameters = async (c: Context): Promise<Result<Map<string, string>, ParametersError>> => {
  const body = await readForm(c)
  return body.ok ? once([...new URL(c.req.url).searchParams, ...body.value]) : body
}

/** The fields of a form of our own pages, whose query is that of the request which waits. */
export const readForm = async (c: Context): Promise<Result<Map<string, string>, ParametersError>> => {
  const bytes = await c.req.arrayBuffer()
  if (bytes.byteLength > maxBytes) return err({ status: 413, description: 'The request body is larger than 1 MB' })
  const body = bytes.byteLength === 0 ? ok([]) : await readBody(bytes, c.req.header('content-type') ?? '')
  return body.ok ? once(body.value) : body
}

/** A parameter that is given twice is refused, unless it says the same; an empty one counts as left out (RFC 6749, 3.2). */
const once = (pairs: [string, string][]): Result<Map<string, string>, ParametersError> => {
  const parameters = new Map<string, string>()
  for (const [name, value] of pairs) {
    const known = parameters.get(name)
    if (known !== undefined && known !== value)
      return err({ status: 400, description: `Parameter given more than once: ${printable(name)}` })
    // What the URL parser and the multipart parser write for bytes that are no characters.
    if (value.includes('\ufffd'))
      return err({ status: 400, description: `Parameter with bytes that are not valid UTF-8: ${printable(name)}` })
    if (value !== '') parameters.set(name, value)
  }
  return ok(parameters)
}

const readBody = async (bytes: ArrayBuffer, type: string): Promise<Result<[string, string][], ParametersError>> => {
  if (/^application\/x-www-form-urlencoded\s*(;|$)/i.test(type) || type === '') {
    const form = decodeForm(new Uint8Array(bytes), type)
    return form.ok ? form : err({ status: form.error.status, description: form.error.message })
  }
  if (!/^multipart\/form-data\s*(;|$)/i.test(type)) {
    return err({ status: 415, description: `Content-Type '${printable(type)}' is not supported: send a form` })
  }
  try {
    const form = await new Response(bytes, { headers: { 'Content-Type': type } }).formData()
    return ok([...form].flatMap(([name, value]) => (typeof value === 'string' ? [[name, value] as [string, string]] : [])))
  } catch {
    return err({ status: 400, description: 'The multipart body is not formatted properly' })
  }
}
