import { z } from 'zod'
import { plainLine } from '../../lib/text.ts'

/*
 * One rule for what a field of this API takes. True and false may also come as 1, 0 and as texts; a whole number may come as its
 * digits; a text that names something may come as a number. What may be left out may also be `null`.
 */

/** True or false; clients of this API also send 1 and 0, and all four as texts. */
export const Flag = z
  .union([z.boolean(), z.literal([0, 1, '0', '1', 'true', 'false'])], { error: 'Invalid input: expected true or false' })
  .transform((given) => given === true || given === 1 || given === '1' || given === 'true')
  .meta({ type: 'boolean' })

/** A flag that may be left out, or be `null`, which means the same. */
export const OptionalFlag = Flag.nullish()
  .transform((value) => value ?? undefined)
  .meta({ type: ['boolean', 'null'] })

/** A whole number from `minimum` to `maximum`, or its digits. */
export const wholeNumber = (minimum: number, maximum: number) =>
  z.preprocess(
    (given) => (typeof given === 'string' && /^-?\d{1,15}$/.test(given) ? Number(given) : given),
    z.number().int().min(minimum).max(maximum),
  )

/**
 * A text that clients of this API also send as a number. One beyond 2^53 is refused: JSON has rounded it by now, and two people
 * would have the same external id.
 */
export const TextOrNumber = z.union(
  [
    z.string(),
    z.number().refine((number) => Math.abs(number) <= Number.MAX_SAFE_INTEGER, {
      error: 'Invalid input: so large a number loses digits in JSON; send it as a text',
    }),
  ],
  { error: 'Invalid input: expected a text or a number' },
)

/** A `null` on the wire means the same as a field left out (API document, Empty Values). */
export const absentWhenNull = <Schema extends z.ZodType>(schema: Schema) =>
  schema.nullish().transform((value) => value ?? undefined)

/** The same for each field of an object: all of them may be left out, or be `null`. */
export const absentWhenNullEach = <Shape extends Readonly<Record<string, z.ZodType>>>(shape: Shape) =>
  // The entries are those of the shape, each made by `absentWhenNull`.
  Object.fromEntries(Object.entries(shape).map(([field, schema]) => [field, absentWhenNull(schema)])) as {
    [Field in keyof Shape]: ReturnType<typeof absentWhenNull<Shape[Field]>>
  }

/** A field that has `value` when it is left out or `null`. */
export const withDefault = <Schema extends z.ZodType>(schema: Schema, value: z.infer<Schema>) =>
  schema
    .nullish()
    .transform((given) => given ?? value)
    .meta({ default: value })

type Read<T> = { value: T } | { wrong: string }

/**
 * An optional field: left out it is `undefined`; `null` and an empty text clear it, as `null`; anything else is read by `read`,
 * a number as its text.
 */
export const clearable = <T>(read: (text: string) => Read<T>) =>
  TextOrNumber.nullish()
    .transform((given, context): T | null | undefined => {
      if (given === undefined || given === null) return given
      const text = String(given).trim()
      if (text === '') return null
      const found = read(text)
      if ('value' in found) return found.value
      context.addIssue({ code: 'custom', message: found.wrong })
      return z.NEVER
    })
    .meta({ type: 'string' })

/** A clearable line of text (see `plainText`). */
export const clearableText = (field: string, max: number) => {
  const line = plainLine(max)
  return clearable<string>((given) => {
    const parsed = line.safeParse(given)
    if (parsed.success) return { value: parsed.data }
    if (given.length > max) return { wrong: `Invalid value for '${field}': it is longer than ${max} characters` }
    return { wrong: `Invalid value for '${field}': ${parsed.error.issues[0]?.message.replace('Invalid input: ', '') ?? ''}` }
  })
}
