import { z } from 'zod'
import type { FilterError } from '../../shared/dialects/brivo/filter.ts'
import { defaultPageSize, maxPageSize, type Page, type PageRequest } from '../../shared/lib/page.ts'
import type { Result } from '../../shared/lib/result.ts'

/** A required JSON body: without `required` an absent body would skip its validation and its defaults. */
export const jsonBody = <Schema extends z.ZodType>(schema: Schema) => ({
  body: { required: true, content: { 'application/json': { schema } } },
})

/** A JSON body that may be left out, as the actions of this API allow. */
export const optionalJsonBody = <Schema extends z.ZodType>(schema: Schema) => ({
  body: { required: false, content: { 'application/json': { schema } } },
})

export const json = <Schema extends z.ZodType>(description: string, schema: Schema) => ({
  description,
  content: { 'application/json': { schema } },
})
export const empty = (description: string) => ({ description })

const ErrorBody = z.object({ message: z.string(), code: z.number() }).meta({ id: 'Error' })
const errorTexts = {
  400: 'The request is not valid; the message names what is wrong',
  403: 'The caller may not do this',
  404: "There is no such thing in the caller's account",
  409: 'Another request changed the same thing first, or the name is taken',
  412: 'The thing is not in the state that this needs',
  413: 'The file is too large',
  429: 'Too many wrong codes came from this address; try again later',
  417: 'The panel does not support this',
  424: 'The video provider did not answer in time, could not be reached, or gave an answer that makes no sense',
} as const
type ErrorStatus = keyof typeof errorTexts

/** The error answers of a route, by status. */
export const errors = <Statuses extends ErrorStatus[]>(...statuses: Statuses) =>
  // Every status of the list gets its entry below.
  Object.fromEntries(statuses.map((status) => [status, json(errorTexts[status], ErrorBody)])) as {
    [S in Statuses[number]]: { description: string; content: { 'application/json': { schema: typeof ErrorBody } } }
  }

/** A whole number of a query, within `minimum` and `maximum`; `fallback` when it is left out. */
export const wholeNumber = (name: string, minimum: number, maximum: number, fallback: number) => {
  const range = maximum === Number.MAX_SAFE_INTEGER ? `from ${minimum}` : `from ${minimum} to ${maximum}`
  return z
    .string()
    .regex(/^\d+$/, {
      error: (issue) => `Invalid value '${String(issue.input)}' for '${name}': expected a whole number ${range}`,
    })
    .transform(Number)
    .refine((value) => value >= minimum && value <= maximum, {
      error: `Invalid value for '${name}': expected ${minimum} to ${maximum}`,
    })
    .optional()
    .transform((value) => value ?? fallback)
    .meta({ type: 'integer', minimum, maximum, default: fallback })
}

/** The query of a listing (API document, Paging and Filters). */
export const ListQuery = z.object({
  offset: wholeNumber('offset', 0, Number.MAX_SAFE_INTEGER, 0),
  pageSize: wholeNumber('pageSize', 1, maxPageSize, defaultPageSize),
  filter: z.string().optional(),
})

/** Reads the text of a filter by `read`, as a schema does. */
export const readBy =
  <Criteria>(read: (filter: string | undefined) => Result<Criteria, FilterError>) =>
  (text: string | undefined, context: z.core.$RefinementCtx): Criteria => {
    const criteria = read(text)
    if (criteria.ok) return criteria.value
    context.addIssue({ code: 'custom', message: criteria.error.message })
    return z.NEVER
  }

/** The query of a listing whose filter `read` reads: the page, and `filter` as the criteria that the domain knows. */
export const listQuery = <Criteria>(read: (filter: string | undefined) => Result<Criteria, FilterError>) =>
  ListQuery.extend({ filter: ListQuery.shape.filter.transform(readBy(read)) })

/** A listing as the wire has it: the effective offset and page size, and the true count. */
export const PageOf = <Schema extends z.ZodType>(schema: Schema) =>
  z.object({ data: z.array(schema), offset: z.number(), pageSize: z.number(), count: z.number() })

export const pageAnswer = <T, W>(page: Page<T>, { offset, pageSize }: PageRequest, toWire: (one: T) => W) => ({
  data: page.data.map(toWire),
  offset,
  pageSize,
  count: page.count,
})
