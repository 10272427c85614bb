import { err, ok, type Result } from '../lib/result.ts'

/** Why the bytes of a body are no text. `message` is a sentence for the caller; `status` the one of HTTP that says the same. */
export type BodyTextError = { readonly status: 400 | 415; readonly message: string }

const charsetOf = (contentType: string): string => /;\s*charset\s*=\s*"?([\w.:+-]+)/i.exec(contentType)?.[1] ?? 'utf-8'

const decoderOf = (charset: string): InstanceType<typeof TextDecoder> | undefined => {
  try {
    return new TextDecoder(charset, { fatal: true })
  } catch {
    return undefined
  }
}

/** What a decoder writes where bytes are no characters: a text with it has lost something before it came here. */
const replacement = '\ufffd'

/**
 * Reads bytes as text by the charset of their Content-Type, UTF-8 unless it names another. Bytes that are not of that charset,
 * and U+FFFD, are refused: a name must never be stored with a character that nobody typed.
 */
export const decodeText = (bytes: Uint8Array, contentType: string): Result<string, BodyTextError> => {
  const charset = charsetOf(contentType)
  const decoder = decoderOf(charset)
  if (!decoder) return err({ status: 415, message: `The charset '${charset.slice(0, 60)}' is not supported: send UTF-8` })
  const malformed = err({ status: 400, message: `The request has bytes that are not valid ${charset.toUpperCase()}` } as const)
  try {
    const text = decoder.decode(bytes)
    return text.includes(replacement) ? malformed : ok(text)
  } catch {
    return malformed
  }
}

/** A component of a form as the bytes that it encodes. */
const formBytes = (component: string): Buffer =>
  Buffer.from(
    component.replaceAll('+', ' ').replace(/%([\da-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  )

/** The fields of an `application/x-www-form-urlencoded` body, by its charset, in the order in which they came. */
export const decodeForm = (bytes: Uint8Array, contentType: string): Result<[name: string, value: string][], BodyTextError> => {
  const fields: [string, string][] = []
  for (const pair of Buffer.from(bytes).toString('latin1').split('&').filter(Boolean)) {
    const equals = pair.indexOf('=')
    const name = decodeText(formBytes(equals < 0 ? pair : pair.slice(0, equals)), contentType)
    const value = decodeText(formBytes(equals < 0 ? '' : pair.slice(equals + 1)), contentType)
    if (!name.ok) return name
    if (!value.ok) return value
    fields.push([name.value, value.value])
  }
  return ok(fields)
}
