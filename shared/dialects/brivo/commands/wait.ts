import { z } from 'zod'
import { maxWaitSeconds } from '../../../domain/devices/commands/lifecycle.ts'

/** The query of a call that orders a command: for how many seconds it waits for the panel's word. Without it the call does not wait. */
export const WaitQuery = z.object({
  wait: z
    .string()
    .regex(new RegExp(`^[0-${maxWaitSeconds}]$`), {
      error: (issue) =>
        `Invalid value '${String(issue.input)}' for 'wait': expected a whole number of seconds from 0 to ${maxWaitSeconds}`,
    })
    .transform(Number)
    .optional()
    .meta({ type: 'integer', minimum: 0, maximum: maxWaitSeconds }),
})
