import { z } from 'zod'
import { CompactJws, WireAccessPointId, WireInstantMs, WirePanelId } from './fields.ts'

/** Cloud → panel: a signed `CommandPayload`. May come more than once; the panel acts on it once at most. */
export const CommandMessage = z.object({ type: z.literal('command'), jws: CompactJws })
export type CommandMessage = z.infer<typeof CommandMessage>

/**
 * What the cloud orders. `activate` pulses one door: unlocked at once, locked again after `durationSeconds`. `activate_floors` does so
 * with the outputs `relays` of floors behind the door of a lift.
 */
export const CommandPayload = z.object({
  commandId: z.uuidv7(),
  panelId: WirePanelId,
  kind: z.enum(['activate', 'activate_floors']),
  relays: z.array(z.int().positive()).max(64).optional(),
  accessPointId: WireAccessPointId,
  durationSeconds: z.int().min(1).max(86_400),
  /** Whether it is done in a lockdown of the door too. Without it the panel rejects it as `locked_down` there. */
  inLockdown: z.literal(true).optional(),
  /** Whether it is done at a wireless lock that is set to privacy too. Without it the panel rejects it as `privacy_mode` there. */
  inPrivacy: z.literal(true).optional(),
  /** The panel refuses the command when its clock is past this. */
  notAfter: WireInstantMs,
  issuedAt: WireInstantMs,
})
export type CommandPayload = z.infer<typeof CommandPayload>
