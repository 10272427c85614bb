import type { z } from 'zod'
import type { Refusal } from '../../shared/http/checks.ts'
import { errorBody } from './error-body.ts'

/**
 * Refuses a request that does not fit its schema: 400, naming the field and the value. `texts` are sentences of the API
 * document for fields that it has sentences for; what exactly is wrong follows them.
 */
export const refuseAs =
  (texts: Readonly<Record<string, string>>): Refusal =>
  ({ error, data }, c) => {
    const [issue] = error.issues
    if (!issue) return errorBody(c, 400, 'Invalid criteria provided')
    const text = texts[String(issue.path[0])]
    const detail = issueText(issue, data)
    return errorBody(c, 400, text ? `${text} ${detail}` : detail)
  }

/** Refuses what does not fit its schema where the document has no sentence of its own. */
export const refuseInvalid: Refusal = refuseAs({})

/** Texts that zod makes by itself; any other is a schema's own and is sent as it stands. */
const zodText =
  /^(Invalid (input|option|string|key|element|number|UUID|email|URL|ISO|format(?! for )|discriminator)|Too (big|small)|Unrecognized key)/
const secrets = /pin|password|secret|token/i

/** A sentence for what is wrong with one value of `data`, by its field. */
export const issueText = (issue: z.core.$ZodIssue, data: unknown): string => {
  const field = issue.path.join('.')
  if (!zodText.test(issue.message)) {
    // What is no sentence says that a value is wrong, and leaves open of which field.
    return /^['\p{Ll}]/u.test(issue.message) && field
      ? `Invalid value for '${field}': ${issue.message}`
      : namedByPath(issue.message, issue.path)
  }
  if (!field) return `The request body is not formatted properly: ${issue.message}`
  // The path was followed through this value by zod, so every part before the last is an object or nothing.
  const value = issue.path.reduce<unknown>((node, part) => (node as Record<PropertyKey, unknown> | undefined)?.[part], data)
  const shown = ['string', 'number', 'boolean'].includes(typeof value) && !secrets.test(field)
  return `Invalid value ${shown ? `'${String(value).slice(0, 60)}' ` : ''}for '${field}': ${issue.message.replace(/^Invalid input: /, '')}`
}

/**
 * A text of a schema that names its field, with the whole path in the place of the name: the schema may be part of another's, and does not
 * know where.
 */
const namedByPath = (text: string, path: readonly PropertyKey[]): string => {
  const name = `'${String(path.at(-1))}'`
  // What stands before is a value of the caller's own; the name comes after it.
  const at = text.lastIndexOf(name)
  return path.length < 2 || at < 0 ? text : `${text.slice(0, at)}'${path.join('.')}'${text.slice(at + name.length)}`
}
