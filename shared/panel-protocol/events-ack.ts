import { z } from 'zod'
import { Epoch } from './fields.ts'

/** Cloud → panel, once for each `events`: every event of `epoch` up to `upTo` is stored, and the panel may forget it. 0: none yet. */
export const EventsAck = z.object({ type: z.literal('events.ack'), epoch: Epoch, upTo: z.int().nonnegative() })
export type EventsAck = z.infer<typeof EventsAck>
