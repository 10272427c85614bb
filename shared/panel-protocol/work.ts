import { z } from 'zod'

/** Cloud → panel: something is pending for you. The panel answers with a heartbeat, and gets it. */
export const Work = z.object({ type: z.literal('work') })
export type Work = z.infer<typeof Work>
