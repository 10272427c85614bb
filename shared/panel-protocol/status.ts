import { z } from 'zod'
import { DoorStatuses } from './fields.ts'

/** Panel → cloud, when a door changed state: the doors that changed. */
export const Status = z.object({ type: z.literal('status'), doors: DoorStatuses.min(1) })
export type Status = z.infer<typeof Status>
