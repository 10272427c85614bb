import { z } from 'zod'
import { PersonRecord } from '../domain/access/decisions/entity.ts'
import { PanelRules } from '../domain/access/decisions/rules.ts'
import { ConfigVersion, LongJws, StateHash, WireInstantMs, WirePanelId } from './fields.ts'

/**
 * What a snapshot's object says: gzipped JSON. The records of `people` take the places of what is said of these people before: they were
 * changed while it was written.
 */
export const SnapshotContent = PanelRules.extend({ people: z.array(PersonRecord).default([]) })

/** Cloud → panel: there is a snapshot of your rules. `url` gives the gzipped JSON of `SnapshotContent`, `jws` vouches for it. */
export const ConfigAvailable = z.object({
  type: z.literal('config.available'),
  version: ConfigVersion,
  url: z.url({ protocol: /^https?$/ }).max(4_096),
  jws: LongJws,
})
export type ConfigAvailable = z.infer<typeof ConfigAvailable>

/**
 * What the cloud signs about one snapshot. The rules of `version` are the body, in which the records of `people` take the places of what it
 * says of these people. The panel refuses a body that differs from it, rules with another hash, and a version below its own. It need
 * not fetch rules that have the hash of those that it runs.
 */
export const ConfigDescriptor = z.object({
  panelId: WirePanelId,
  version: ConfigVersion,
  /** SHA-256 of the gzipped body, lower-case hexadecimal. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/, 'is not 64 lower-case hexadecimal digits'),
  /** Length of the gzipped body. */
  bytes: z.int().positive(),
  stateHash: StateHash,
  people: z.array(PersonRecord),
  issuedAt: WireInstantMs,
})
export type ConfigDescriptor = z.infer<typeof ConfigDescriptor>
