import { readdirSync, readFileSync } from 'node:fs'
import { z } from 'zod'
import type { Shape } from './shape.ts'

const ShapeData: z.ZodType<Shape> = z.lazy(() => z.union([z.string(), z.array(ShapeData), z.record(z.string(), ShapeData)]))
const Status = z.number().int().min(200).max(599)
/** Why the API does more than the document or something else: a key of `reasons.json`. */
const Reason = z.string()

/** A request, where it is another than the one that it is a variant of. `{name}` stands for a thing of the account of the examples. */
const sent = {
  /** Who calls; the owner of the account when it is left out. */
  as: z.string().optional(),
  /** What comes before: requests, which succeed, and names of situations. */
  before: z
    .array(z.union([z.string(), z.strictObject({ call: z.string(), body: z.unknown().optional(), as: z.string().optional() })]))
    .optional(),
  /** The parameters of the path that are not called as things of the account are. */
  path: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
  query: z.string().optional(),
  headers: z.record(z.string(), z.string()).optional(),
  body: z.unknown().optional(),
  /** The body is a form with this file. */
  file: z.enum(['photo', 'none']).optional(),
}

const Example = z.strictObject({
  title: z.string().optional(),
  ...sent,
  status: Status,
  /** Nothing when the body is empty. */
  answer: ShapeData.optional(),
  /** The answer is no JSON but of this type. */
  content: z.string().optional(),
  /** The fields, by their paths, that the document does not have. */
  more: z.record(z.string(), Reason).optional(),
  /** The fields, by their paths, that are missing or of another type in the document's example. */
  otherwise: z.record(z.string(), Reason).optional(),
})
export type Example = z.infer<typeof Example>

const ErrorCase = z.strictObject({
  ...sent,
  status: Status,
  /** The sentence of the document, if it has one. */
  message: z.string().optional(),
  /** The field that the answer names: in place of a general sentence of the document, or after one that says more. */
  names: z.string().optional(),
  /** What the answer says of the value after the document's sentence. */
  says: z.string().optional(),
  /** What is answered in place of the document's sentence, and why. */
  answered: z.string().optional(),
  why: Reason.optional(),
  /** Why this product has no such error. */
  never: Reason.optional(),
})
export type ErrorCase = z.infer<typeof ErrorCase>

const Endpoint = z.strictObject({ call: z.string(), examples: z.array(Example).min(1), errors: z.array(ErrorCase) })

const read = (name: string): unknown => JSON.parse(readFileSync(new URL(name, import.meta.url), 'utf8'))

/** The examples of every endpoint of the document, and the errors that it lists. */
export const contract = readdirSync(new URL('examples', import.meta.url)).flatMap((name) =>
  z.array(Endpoint).parse(read(`examples/${name}`)),
)
/** Each reason for a difference from the document, by its name. */
export const reasons = z.record(z.string(), z.string()).parse(read('reasons.json'))
