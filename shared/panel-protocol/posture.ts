import { z } from 'zod'
import { DoorModes, OverrideBehavior } from '../domain/devices/posture/entity.ts'
import {
  CompactJws,
  DoorStatuses,
  PanelText,
  PostureVersion,
  WireAccessPointId,
  WireAreaId,
  WireInstantMs,
  WirePanelId,
  WireUserId,
} from './fields.ts'

/** Cloud → panel: a signed `PosturePayload`, whole. Its version is its own: it waits for no version of the rules. */
export const PostureMessage = z.object({ type: z.literal('posture'), version: PostureVersion, jws: CompactJws })
export type PostureMessage = z.infer<typeof PostureMessage>

/**
 * What the doors do besides the rules. The panel takes it whole, keeps it over a reboot, and refuses a version below its own. An
 * override is over at its `endsAt` by the panel's clock, also while the panel is out of contact.
 */
export const PosturePayload = z.object({
  panelId: WirePanelId,
  version: PostureVersion,
  overrides: z.array(
    z.object({ accessPointId: WireAccessPointId, behavior: OverrideBehavior, endsAt: WireInstantMs.optional() }),
  ),
  modes: DoorModes,
  /** None when it is left out. */
  resets: z.array(z.object({ areaId: WireAreaId, userId: WireUserId.optional(), at: WireInstantMs })).optional(),
  issuedAt: WireInstantMs,
})
export type PosturePayload = z.infer<typeof PosturePayload>

/**
 * Panel → cloud: `version` is what the doors do by now (`ok`), or what the panel refused, and why. `doors` are those that the
 * change moved.
 */
export const PostureApplied = z.object({
  type: z.literal('posture.applied'),
  version: PostureVersion,
  ok: z.boolean(),
  error: z.string().max(500).pipe(PanelText).optional(),
  doors: DoorStatuses,
})
export type PostureApplied = z.infer<typeof PostureApplied>
