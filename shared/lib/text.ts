import { z } from 'zod'

/**
 * What no line of text has: C0 and C1 control characters (line breaks, tabs and DEL among them), Unicode's own separators of lines
 * and paragraphs, and code points that will never be characters.
 */
const forbidden = /[\p{Cc}\p{Zl}\p{Zp}\p{Noncharacter_Code_Point}]/u

/** Only characters that leave nothing on a screen: such a name looks like an empty one. */
const invisible = /^[\p{Default_Ignorable_Code_Point}\s]+$/u
const nothingVisible = 'it has no visible character'

const isAbsent = (value: unknown): boolean => value === undefined || value === null

const forbiddenFound = (text: string): string => {
  const found = forbidden.exec(text)?.[0] ?? ''
  const code = found.codePointAt(0) ?? 0
  const kind = /\p{Cc}/u.test(found) ? 'control character' : 'character'
  return `it contains the ${kind} U+${code.toString(16).toUpperCase().padStart(4, '0')}`
}

type Limits = {
  /** The fewest characters; 1 unless it may be empty. */
  readonly min?: 0 | 1
  /** What is answered when the text is absent or empty, where the API document has a sentence for that. */
  readonly missing?: string
}

/**
 * The rule for one line of text that a person gives a name, title or address in: trimmed, normalized to NFC so that equal
 * texts are equal bytes, at most `max` characters, something of it visible, and without control characters and separators of lines,
 * which many databases, CSV readers and terminals of customers do not take. Each error names `field`.
 */
export const plainText = (field: string, max: number, { min = 1, missing }: Limits = {}) => {
  const invalid = (reason: string) => `Invalid value for '${field}': ${reason}`
  const absent = missing ?? invalid('it is required')
  const trimmed = z
    .string({ error: ({ input }) => (isAbsent(input) ? absent : invalid('expected a text')) })
    .trim()
    .normalize('NFC')
  return (min === 0 ? trimmed : trimmed.min(min, { error: missing ?? invalid('it is empty') }))
    .max(max, { error: invalid(`at most ${max} characters`) })
    .refine((text) => !forbidden.test(text), { error: ({ input }) => invalid(forbiddenFound(String(input))) })
    .refine((text) => !invisible.test(text), { error: invalid(nothingVisible) })
}

/** The same rule for a text whose field the schema cannot name, such as one in a list: whoever reports the error names its place. */
export const plainLine = (max: number, { min = 1 }: Pick<Limits, 'min'> = {}) => {
  const line = z.string().trim().normalize('NFC').max(max)
  return (min === 0 ? line : line.min(min))
    .refine((text) => !forbidden.test(text), { error: ({ input }) => `Invalid input: ${forbiddenFound(String(input))}` })
    .refine((text) => !invisible.test(text), { error: `Invalid input: ${nothingVisible}` })
}

/** A text as it is compared: neither the case nor how its accents are composed makes a difference. */
const comparable = (text: string): string => text.normalize('NFC').toLowerCase()

/** True when `text` contains one of `wanted`, by the rule above. */
export const containsAny = (text: string | undefined, wanted: readonly string[]): boolean => {
  const within = comparable(text ?? '')
  return wanted.some((one) => within.includes(comparable(one)))
}

/** Whether two texts are equal, by the same rule. */
export const sameText = (one: string, other: string): boolean => comparable(one) === comparable(other)
