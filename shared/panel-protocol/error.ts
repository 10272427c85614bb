import { z } from 'zod'

/** Cloud → panel: a message was not understood, and what was wrong with it. The panel logs it and goes on. */
export const ErrorMessage = z.object({ type: z.literal('error'), message: z.string().max(1_000) })
export type ErrorMessage = z.infer<typeof ErrorMessage>
