import { z } from 'zod'
import { FrameChange, PersonRecord } from '../domain/access/decisions/entity.ts'
import { ConfigVersion, LongJws, WireInstantMs, WirePanelId } from './fields.ts'

/**
 * Cloud → panel: what changed in your rules since a version. `jws` is a signed `ConfigDelta`. A panel whose version is `base` or later, and
 * below `version`, takes it; one with `version` or a later one says again what it runs; one with an earlier version than `base` lacks
 * something, and says so with a heartbeat.
 */
export const ConfigDeltaMessage = z.object({ type: z.literal('config.delta'), version: ConfigVersion, jws: LongJws })
export type ConfigDeltaMessage = z.infer<typeof ConfigDeltaMessage>

/** What makes the rules of `base` those of `version`: the records of `people` take the places of what the rules say of these people. */
export const ConfigDelta = z.object({
  panelId: WirePanelId,
  base: ConfigVersion,
  version: ConfigVersion,
  /** What changed besides people; it comes first. */
  frame: FrameChange.optional(),
  people: z.array(PersonRecord),
  issuedAt: WireInstantMs,
})
export type ConfigDelta = z.infer<typeof ConfigDelta>
