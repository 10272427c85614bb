import { z } from 'zod'
import { ConfigVersion, DoorStatuses, PostureVersion, StateHash, WireInstantMs } from './fields.ts'

/** Panel → cloud, every `heartbeatSeconds` and after `work`. Answered by `heartbeat.ack` and by whatever is pending. */
export const Heartbeat = z.object({
  type: z.literal('heartbeat'),
  now: WireInstantMs,
  appliedVersion: ConfigVersion,
  /** Of the rules of that version; absent where there are none. */
  stateHash: StateHash.optional(),
  postureVersion: PostureVersion,
  /** Events that the panel holds and the cloud has not acknowledged. */
  bufferedEvents: z.int().nonnegative(),
  doors: DoorStatuses,
})
export type Heartbeat = z.infer<typeof Heartbeat>

/** Cloud → panel: the heartbeat was handled. It may have overtaken what the panel sent before it, so it says nothing of that. */
export const HeartbeatAck = z.object({ type: z.literal('heartbeat.ack'), now: WireInstantMs })
export type HeartbeatAck = z.infer<typeof HeartbeatAck>
