import { z } from 'zod'
import { WireInstantMs } from './fields.ts'

/** Cloud → panel, the answer to `hello`. */
export const Welcome = z.object({
  type: z.literal('welcome'),
  /** The cloud's clock; the panel sets its own by it, less half the round trip. */
  now: WireInstantMs,
  /** Counts this panel's connections: what an older connection leaves behind is distinguished from a newer one's. */
  generation: z.int().nonnegative(),
  heartbeatSeconds: z.int().min(1).max(600),
})
export type Welcome = z.infer<typeof Welcome>
