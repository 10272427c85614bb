import type { z } from 'zod'

/** Preparing a schema to be fast takes longer than reading it once. */
export const readOnce = { jitless: true } as const

/**
 * The environment of a function, checked once at cold start. Throws one line that names every variable that is missing or
 * wrong, and never its value.
 */
export const parseConfig = <Schema extends z.ZodType>(schema: Schema, environment: NodeJS.ProcessEnv): z.infer<Schema> => {
  const parsed = schema.safeParse(environment, readOnce)
  if (parsed.success) return parsed.data
  const wrong = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; ')
  throw new Error(`The environment of this function is wrong: ${wrong}`)
}
