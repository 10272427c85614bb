import { z } from 'zod'

/** C0 and C1 control characters, line breaks and tabs among them, and DEL. */
const control = /\p{Cc}/u

const isAbsent = (value: unknown): boolean => value === undefined || value === null

const controlFound = (text: string): string => {
  const code = control.exec(text)?.[0].codePointAt(0) ?? 0
  return `it contains the control character U+${code.toString(16).toUpperCase().padStart(4, '0')}`
}

type Limits = {
  /** The fewest characters; 1 unless it may be empty. */
  readonly min?: 0 | 1
  /** What is answered when the text is absent or empty, where the API document has a sentence for that. */
  readonly missing?: string
}

/**
 * The rule for one line of text that a person gives a name, title or address in: trimmed, normalized to NFC so that equal
 * texts are equal bytes, at most `max` characters, and without control characters, which many databases, CSV readers and
 * terminals of customers do not take. Each error names `field`.
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
    .refine((text) => !control.test(text), { error: ({ input }) => invalid(controlFound(String(input))) })
}
