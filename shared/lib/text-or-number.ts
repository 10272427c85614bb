import { z } from 'zod'

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
